/** Requests per second of keys and tenants. */
@NullMarked
package dev.errand.api.rate;

import org.jspecify.annotations.NullMarked;
