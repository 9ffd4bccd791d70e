/** The queue of hints for the broker, and the replacement of lost ones. */
@NullMarked
package dev.errand.api.hints;

import org.jspecify.annotations.NullMarked;
