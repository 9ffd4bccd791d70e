/** The process: how it starts and stops, its clock, and its certificates. */
package dev.errand.process;
