package dev.errand.api.submit;

import java.util.Optional;

/**
 * A line of a batch's input file whose batch was valid.
 *
 * @param number from 1; blank lines count
 * @param end where in the file the next line begins
 * @param customId the client's name for the line
 * @param fault why it cannot run although it was valid; empty if it can
 */
public record BatchLine(
    int number, long end, String customId, Submission submission, Optional<String> fault) {}
