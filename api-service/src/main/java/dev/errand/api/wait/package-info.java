/** Waiting for jobs to end: many concurrent requests without a thread or connection for each. */
package dev.errand.api.wait;
