/** The meaning of a provider's bytes: an answer of the endpoint, an error, or neither. */
package dev.errand.worker.answer;
