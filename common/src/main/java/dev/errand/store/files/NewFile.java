package dev.errand.store.files;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What makes an upload a file.
 *
 * @param id the newest one of its tenant
 * @param bytes how many were stored
 * @param expiresAfter how long it is kept from now on; empty for ever
 */
public record NewFile(
    UUID id, String purpose, String filename, long bytes, Optional<Duration> expiresAfter) {}
