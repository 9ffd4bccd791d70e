/** A typed client of Errand's REST API: start with {@link dev.errand.client.ErrandClient}. */
@NullMarked
package dev.errand.client;

import org.jspecify.annotations.NullMarked;
