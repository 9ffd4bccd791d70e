package dev.errand.worker.llm;

import java.util.Optional;

/** A provider's credential. It leaves this class in its header only. */
final class Credential {

  private final Optional<String> key;

  Credential(Optional<String> key) {
    this.key = key.filter(k -> !k.isBlank());
  }

  /** The value of the Authorization header; empty where the provider wants none. */
  Optional<String> bearer() {
    return key.map(k -> "Bearer " + k);
  }

  /** A message without the credential, in case the provider echoes it. */
  String redact(String message) {
    return key.map(k -> message.replace(k, "[redacted]")).orElse(message);
  }
}
