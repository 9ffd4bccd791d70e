package dev.errand.store;

import java.util.UUID;

/** A worker's lease of a job, for one attempt. */
public record Lease(UUID job, int attempt) {}
