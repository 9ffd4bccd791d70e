/** HTTP around the resources: filters in their order, bodies and their limits, compression. */
@NullMarked
package dev.errand.api.http;

import org.jspecify.annotations.NullMarked;
