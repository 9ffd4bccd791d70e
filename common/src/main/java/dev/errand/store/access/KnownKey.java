package dev.errand.store.access;

import dev.errand.tenant.Caller;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as recorded, and what it grants.
 *
 * @param hash SHA-256 of the key
 * @param old the key before it was rotated, if that is still valid for a while
 * @param expiresAt empty for never
 * @param revoked whether the key was revoked
 * @param suspended whether its tenant is suspended, or being deleted
 * @param caller who makes requests with it
 */
public record KnownKey(
    byte[] hash,
    Optional<Old> old,
    Optional<Instant> expiresAt,
    boolean revoked,
    boolean suspended,
    Caller caller) {

  /** The hash of the key before it was rotated, and until when that is valid. */
  public record Old(byte[] hash, Instant until) {}

  /** Whether this is the key with that hash, whatever it is still worth. Takes constant time. */
  public boolean has(byte[] presented, Instant now) {
    return MessageDigest.isEqual(hash, presented)
        || old.filter(it -> it.until().isAfter(now))
            .filter(it -> MessageDigest.isEqual(it.hash(), presented))
            .isPresent();
  }

  public boolean isExpiredAt(Instant now) {
    return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
  }
}
