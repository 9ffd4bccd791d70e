/** What providers list when they are asked for their models. */
@NullMarked
package dev.errand.store.models;

import org.jspecify.annotations.NullMarked;
