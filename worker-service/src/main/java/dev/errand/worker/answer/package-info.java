/** The meaning of a provider's bytes: an answer of the endpoint, an error, or neither. */
@NullMarked
package dev.errand.worker.answer;

import org.jspecify.annotations.NullMarked;
