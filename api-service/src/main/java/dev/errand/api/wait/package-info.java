/** Waiting for jobs to end: many concurrent requests without a thread or connection for each. */
@NullMarked
package dev.errand.api.wait;

import org.jspecify.annotations.NullMarked;
