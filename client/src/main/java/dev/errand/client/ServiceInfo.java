package dev.errand.client;

/** What answers at an address: the service's name and version, and the paths of its parts. */
public record ServiceInfo(
    String service, String version, String jobs, String lanes, String openapi) {}
