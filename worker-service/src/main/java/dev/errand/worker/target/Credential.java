package dev.errand.worker.target;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The secrets in calls: a provider may echo them, even a key that has been replaced. */
public final class Credential {

  private static final int KEYS = 32;

  private final List<String> fixed;
  private final Deque<ApiKey> keys = new ArrayDeque<>();
  private volatile Redaction redaction;

  public Credential(Collection<String> secrets) {
    this.fixed = secrets.stream().distinct().toList();
    this.redaction = new Redaction(fixed);
  }

  /** Adds a key that calls use from now on. */
  public synchronized void carry(ApiKey key) {
    if (!keys.contains(key)) {
      keys.addLast(key);
      if (keys.size() > KEYS) {
        keys.removeFirst();
      }
      List<String> all = new ArrayList<>(fixed);
      keys.forEach(it -> all.add(it.text()));
      redaction = new Redaction(all);
    }
  }

  /** Removes the secrets from a message. */
  public String redact(String message) {
    return redaction.redact(message);
  }
}
