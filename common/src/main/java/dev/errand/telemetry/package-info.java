/** How a service reports its activity: the catalogue of metrics and the grammar of log lines. */
@NullMarked
package dev.errand.telemetry;

import org.jspecify.annotations.NullMarked;
