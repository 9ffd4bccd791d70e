/** Operations: retry, cancel, delete or reprioritise all jobs of a filter, in the background. */
@NullMarked
package dev.errand.api.operations;

import org.jspecify.annotations.NullMarked;
