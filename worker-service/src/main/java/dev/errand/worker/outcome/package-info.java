/** What a provider's answer means: the outcome of a call, and the pause that it asks for. */
package dev.errand.worker.outcome;
