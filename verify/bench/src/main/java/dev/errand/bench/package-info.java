/** Measures the packaged services: see the README of verify/bench. */
package dev.errand.bench;
