/** Hints in, jobs claimed for free slots, hints acknowledged. */
package dev.errand.worker.consume;
