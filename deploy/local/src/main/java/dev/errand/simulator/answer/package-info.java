/** Calls as they were received, their count, and what each endpoint answers to them. */
package dev.errand.simulator.answer;
