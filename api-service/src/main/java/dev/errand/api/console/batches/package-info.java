/** The pages of batches. */
@NullMarked
package dev.errand.api.console.batches;

import org.jspecify.annotations.NullMarked;
