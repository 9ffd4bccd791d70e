/** Batches of OpenAI's API: their lines are jobs, and their files are views of those. */
@NullMarked
package dev.errand.api.batch;

import org.jspecify.annotations.NullMarked;
