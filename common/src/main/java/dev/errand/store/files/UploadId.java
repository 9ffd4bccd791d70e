package dev.errand.store.files;

import dev.errand.text.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/** The ids of uploads in parts, and of their parts, as clients see them. */
public enum UploadId {
  UPLOAD("upload_"),
  PART("part_");

  private final PrefixedId form;

  UploadId(String prefix) {
    this.form = new PrefixedId(prefix);
  }

  /** The id as text. */
  public String text(UUID id) {
    return form.text(id);
  }

  /** The id in a text; empty if that is none. */
  public Optional<UUID> parse(String text) {
    return form.parse(text);
  }
}
