/**
 * Processes and networks for tests, benchmarks and fault injection. Needs nothing else of Errand.
 */
package dev.errand.rig;
