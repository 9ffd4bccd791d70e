package dev.errand.store.files;

import java.time.Duration;
import java.util.Optional;

/**
 * What a file that is uploaded in parts is going to be.
 *
 * @param bytes as many as its parts must have together
 * @param expiresAfter how long the file is kept once it is complete; empty for ever
 */
public record NewUpload(
    long bytes, String filename, String purpose, Optional<Duration> expiresAfter) {}
