/** Tenants: created, changed, suspended and deleted, each with its audit entry. */
@NullMarked
package dev.errand.api.tenants;

import org.jspecify.annotations.NullMarked;
