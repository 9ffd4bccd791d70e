package dev.errand.api.admin;

import dev.errand.tenant.Caller;
import io.vertx.core.http.HttpServerRequest;

/**
 * Who does what the audit log records.
 *
 * @param caller who makes the request
 * @param origin the address that the request came from
 */
public record Author(Caller caller, String origin) {

  /** The author of a request. */
  public static Author of(Caller caller, HttpServerRequest request) {
    return new Author(caller, request.remoteAddress().hostAddress());
  }

  /** A name for people. */
  public String name() {
    return caller.name();
  }
}
