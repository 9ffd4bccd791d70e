/** The meaning of a provider's answer: the outcome of a call, and the pause that it requires. */
@NullMarked
package dev.errand.worker.outcome;

import org.jspecify.annotations.NullMarked;
