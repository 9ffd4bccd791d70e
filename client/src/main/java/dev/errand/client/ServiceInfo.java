package dev.errand.client;

/** The service at an address: its name and version, and the paths of its resources. */
public record ServiceInfo(
    String service, String version, String jobs, String lanes, String openapi) {}
