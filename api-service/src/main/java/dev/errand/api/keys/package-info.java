/** API keys: created, changed, rotated and revoked, each with its audit entry. */
@NullMarked
package dev.errand.api.keys;

import org.jspecify.annotations.NullMarked;
