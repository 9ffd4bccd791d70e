package dev.errand.worker.llm;

import java.util.Collection;
import java.util.List;

/** The secrets that calls carry: a provider may echo them. */
final class Credential {

  /** What is shorter may be a word that messages need. */
  private static final int SHORTEST = 16;

  private final List<String> secrets;

  Credential(Collection<String> secrets) {
    this.secrets =
        secrets.stream().filter(secret -> secret.length() >= SHORTEST).distinct().toList();
  }

  /** A message without them. */
  String redact(String message) {
    String shown = message;
    for (String secret : secrets) {
      shown = shown.replace(secret, "[redacted]");
    }
    return shown;
  }
}
