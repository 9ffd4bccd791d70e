/** What OpenAI's batches take: S12. */
package dev.errand.bench.batch;
