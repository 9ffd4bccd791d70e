package dev.errand.store;

import java.util.UUID;

/** What a worker holds: a job, for one attempt. */
public record Lease(UUID job, int attempt) {}
