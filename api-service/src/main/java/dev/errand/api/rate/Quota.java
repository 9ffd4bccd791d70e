package dev.errand.api.rate;

/**
 * A limit of requests per second, and what is left of it.
 *
 * @param name whose it is: {@code key} or {@code tenant}
 */
record Quota(String name, int perSecond, int left) {}
