/** The worker's configuration. */
@NullMarked
package dev.errand.worker.config;

import org.jspecify.annotations.NullMarked;
