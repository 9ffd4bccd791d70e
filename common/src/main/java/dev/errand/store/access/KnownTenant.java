package dev.errand.store.access;

import dev.errand.tenant.Limits;

/**
 * A tenant as recorded.
 *
 * @param suspended whether it is suspended, or being deleted
 * @param limits of each of its callers that have no key
 */
public record KnownTenant(boolean suspended, Limits limits) {}
