package dev.errand.store.batch;

import dev.errand.store.NewJob;
import org.jspecify.annotations.Nullable;

/**
 * A line that becomes a job.
 *
 * @param job of the batch's tenant and key, without a key of its own; the batch's end is its
 *     deadline
 * @param number from 1; blank lines count
 * @param customId the client's name for the line
 * @param fault why the job fails at once; null if it is queued
 */
public record NewLine(NewJob job, int number, String customId, @Nullable String fault) {}
