/** Batches: their lines, which are jobs, their counters, and the moves from status to status. */
@NullMarked
package dev.errand.store.batch;

import org.jspecify.annotations.NullMarked;
