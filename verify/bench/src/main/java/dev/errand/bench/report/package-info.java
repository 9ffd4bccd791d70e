/** What was measured, against which goal, on which machine: a line each, and a table. */
package dev.errand.bench.report;
