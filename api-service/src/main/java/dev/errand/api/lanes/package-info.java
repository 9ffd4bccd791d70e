/** Lanes over REST, and their metrics. */
@NullMarked
package dev.errand.api.lanes;

import org.jspecify.annotations.NullMarked;
