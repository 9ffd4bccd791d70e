/** The meaning of a provider's answer: the outcome of a call, and the pause that it requires. */
package dev.errand.worker.outcome;
