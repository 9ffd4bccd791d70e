package dev.errand.store.batch;

import dev.errand.text.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of a batch's lines as clients see them: {@code batch_req_} and the 32 hexadecimal digits
 * of the line's job.
 */
public final class LineId {

  private static final PrefixedId FORM = new PrefixedId("batch_req_");

  private LineId() {}

  /** The id as text. */
  public static String text(UUID job) {
    return FORM.text(job);
  }

  /** The job in a text; empty if that is none. */
  public static Optional<UUID> parse(String text) {
    return FORM.parse(text);
  }
}
