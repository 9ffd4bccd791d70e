package dev.errand.store.access;

import dev.errand.tenant.Right;
import java.util.Optional;
import java.util.Set;

/** A session of the console, as recorded. */
public sealed interface Session {

  /**
   * Of somebody with a key.
   *
   * @param apiKey the id of the key; empty for the first admin key
   * @param keyHash what proves that the key is still the same
   */
  record OfKey(Optional<String> apiKey, byte[] keyHash) implements Session {}

  /**
   * Of somebody whom the identity provider has signed in.
   *
   * @param name as in the audit log
   * @param rights what the token permitted
   */
  record OfPerson(String tenant, String name, Set<Right> rights) implements Session {

    public OfPerson {
      rights = Set.copyOf(rights);
    }
  }
}
