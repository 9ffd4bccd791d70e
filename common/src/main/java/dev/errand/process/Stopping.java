package dev.errand.process;

/** The event that the process has been told to stop; fired before anything is closed. */
public record Stopping() {}
