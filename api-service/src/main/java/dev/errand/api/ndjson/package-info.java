/** Streams that have one JSON value in each line. */
@NullMarked
package dev.errand.api.ndjson;

import org.jspecify.annotations.NullMarked;
