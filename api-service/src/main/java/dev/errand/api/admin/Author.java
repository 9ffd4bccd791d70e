package dev.errand.api.admin;

import dev.errand.tenant.Caller;
import java.util.Locale;

/**
 * Who administers.
 *
 * @param caller who makes the request
 * @param origin the address that the request came from
 */
public record Author(Caller caller, String origin) {

  /** A name for people: how the caller came in. */
  public String name() {
    return caller.access().name().toLowerCase(Locale.ROOT);
  }
}
