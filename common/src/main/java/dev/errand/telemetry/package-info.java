/** How a service reports what it does: the catalogue of metrics, and the grammar of log lines. */
package dev.errand.telemetry;
