package dev.errand.process;

/** The event that the process is about to stop; fired before anything is closed. */
public record Stopping() {}
