package dev.errand.api.console.keys;

import dev.errand.api.console.page.Moment;
import dev.errand.api.keys.KeyView;

/**
 * A key.
 *
 * @param usable whether it has not been revoked
 */
public record KeyRow(
    String id,
    String tenant,
    String name,
    String roles,
    Moment created,
    String by,
    Moment used,
    Moment expires,
    Moment revoked,
    boolean usable) {

  static KeyRow of(KeyView key) {
    return new KeyRow(
        key.id(),
        key.tenant(),
        key.name(),
        String.join(" ", key.roles()),
        Moment.of(key.createdAt()),
        key.createdBy(),
        Moment.of(key.lastUsedAt()),
        Moment.of(key.expiresAt()),
        Moment.of(key.revokedAt()),
        key.revokedAt() == null);
  }
}
