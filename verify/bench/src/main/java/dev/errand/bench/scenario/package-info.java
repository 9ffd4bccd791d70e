/** The kinds of work that are measured, S1 to S13, and the baselines that they are held against. */
package dev.errand.bench.scenario;
