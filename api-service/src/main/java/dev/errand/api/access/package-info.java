/** The callers of requests. */
@NullMarked
package dev.errand.api.access;

import org.jspecify.annotations.NullMarked;
