/** Why jobs have not started: what clients see as {@code waiting}. */
@NullMarked
package dev.errand.api.waiting;

import org.jspecify.annotations.NullMarked;
