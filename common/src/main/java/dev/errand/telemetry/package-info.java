/** How a service reports what it does: the grammar of its log lines. */
package dev.errand.telemetry;
