package dev.errand.store.batch;

import dev.errand.text.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/** The ids of batches as clients see them: {@code batch_} and 32 hexadecimal digits. */
public final class BatchId {

  private static final PrefixedId FORM = new PrefixedId("batch_");

  private BatchId() {}

  /** The id as text. */
  public static String text(UUID id) {
    return FORM.text(id);
  }

  /** The id in a text; empty if that is none. */
  public static Optional<UUID> parse(String text) {
    return FORM.parse(text);
  }
}
