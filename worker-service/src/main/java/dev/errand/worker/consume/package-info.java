/** Hints in, jobs claimed for free slots, hints acknowledged. */
@NullMarked
package dev.errand.worker.consume;

import org.jspecify.annotations.NullMarked;
