/**
 * What a provider's bytes mean: whether they are an answer of the endpoint, an error, or neither.
 */
package dev.errand.worker.answer;
