/** The call to the provider, and what its answer means. */
package dev.errand.worker.llm;
