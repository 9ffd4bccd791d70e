/** OpenAI's API, translated into jobs: whatever is called here is an ordinary job. */
@NullMarked
package dev.errand.api.openai;

import org.jspecify.annotations.NullMarked;
