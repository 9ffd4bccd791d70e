package dev.errand.store.models;

import java.util.Locale;

/** How asking a provider for its models ended. Stored and shown as a code. */
public enum Listing {
  /** With a list. */
  LISTED,
  /** The provider has no list: 404, 405 or 501. */
  NO_LIST,
  /** It rejects the key: 401 or 403. */
  UNAUTHORIZED,
  /** Too many requests: 429. */
  THROTTLED,
  /** Another error of the request: 4xx. */
  REJECTED,
  /** An error of the provider: 5xx. */
  FAILED,
  /** It leads elsewhere, which is not followed. */
  REDIRECTED,
  /** What came is not a list of models. */
  UNREADABLE,
  /** The list has more bytes than are read. */
  TOO_LARGE,
  /** No complete answer in time. */
  TIMEOUT,
  /** No connection, or one that broke. */
  UNREACHABLE;

  /** The code. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the provider answers as one does that serves calls. */
  public boolean answers() {
    return this == LISTED || this == NO_LIST;
  }

  /** What a code of any version stands for; one that is not known here is an error. */
  static Listing of(String code) {
    for (Listing listing : values()) {
      if (listing.text().equals(code)) {
        return listing;
      }
    }
    return FAILED;
  }
}
