/** Measures the packaged services: see the README of bench/. */
package dev.errand.bench;
