/** Waiting for the end of jobs: many requests at once, at the cost of none of them. */
package dev.errand.api.wait;
