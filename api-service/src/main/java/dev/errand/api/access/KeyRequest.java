package dev.errand.api.access;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A request that presents a key, for Quarkus' security. */
final class KeyRequest extends BaseAuthenticationRequest {

  private final String key;

  KeyRequest(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }
}
