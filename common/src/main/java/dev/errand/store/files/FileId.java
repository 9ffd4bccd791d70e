package dev.errand.store.files;

import dev.errand.text.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/** The ids of files as clients see them: {@code file-} and 32 hexadecimal digits. */
public final class FileId {

  private static final PrefixedId FORM = new PrefixedId("file-");

  private FileId() {}

  /** The id as text. */
  public static String text(UUID id) {
    return FORM.text(id);
  }

  /** The id in a text; empty if that is none. */
  public static Optional<UUID> parse(String text) {
    return FORM.parse(text);
  }
}
