/** The pages of operations: moves of all jobs of a filter, or of those that are marked. */
@NullMarked
package dev.errand.api.console.operations;

import org.jspecify.annotations.NullMarked;
