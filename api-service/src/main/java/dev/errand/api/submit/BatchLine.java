package dev.errand.api.submit;

/**
 * A valid line of a batch's input file.
 *
 * @param number from 1; blank lines count
 * @param end where in the file the line after it begins
 * @param customId the client's name for it
 */
public record BatchLine(int number, long end, String customId, Submission submission) {}
