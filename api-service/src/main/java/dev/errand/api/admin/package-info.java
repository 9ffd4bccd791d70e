/**
 * The persistence unit {@code admin}: transactions for what is administered, and its audit log.
 * Jobs, claims and whatever else is frequent are SQL in the store instead.
 */
@NullMarked
package dev.errand.api.admin;

import org.jspecify.annotations.NullMarked;
