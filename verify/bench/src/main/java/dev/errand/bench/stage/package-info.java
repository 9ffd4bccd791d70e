/** What is measured and what it is measured with: services, database, queues, load, clocks. */
package dev.errand.bench.stage;
