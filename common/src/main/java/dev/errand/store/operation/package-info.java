/** Operations: a move of all jobs of a filter, made in chunks. */
@NullMarked
package dev.errand.store.operation;

import org.jspecify.annotations.NullMarked;
