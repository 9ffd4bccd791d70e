/** What tests, benchmarks and faults start, stop and break. Needs nothing else of Errand. */
package dev.errand.rig;
