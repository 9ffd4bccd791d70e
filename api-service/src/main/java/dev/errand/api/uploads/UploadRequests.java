package dev.errand.api.uploads;

import dev.errand.api.files.FileFields;
import dev.errand.api.openai.ExpiresAfter;
import dev.errand.api.submit.JsonFields;
import dev.errand.store.files.NewUpload;
import dev.errand.store.files.UploadId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what clients say of uploads in parts. */
final class UploadRequests {

  static final int MOST_PARTS = 1500;
  static final String MD5 = "md5";
  static final String PART_IDS = "part_ids";

  private static final String BYTES = "bytes";
  private static final String FILENAME = "filename";
  private static final String MIME_TYPE = "mime_type";
  private static final String EXPIRES_AFTER = "expires_after";
  private static final Set<String> NEW =
      Set.of(BYTES, FILENAME, MIME_TYPE, FileFields.PURPOSE, EXPIRES_AFTER);
  private static final Pattern MD5_FORM = Pattern.compile("[0-9a-fA-F]{32}");

  private final JsonFields fields;

  private UploadRequests(JsonFields fields) {
    this.fields = fields;
  }

  /**
   * How an upload ends.
   *
   * @param parts their order in the file
   * @param md5 of the whole file, in hexadecimal digits
   */
  record Completion(List<UUID> parts, Optional<String> md5) {}

  /**
   * Reads a new upload.
   *
   * @param limit maximum bytes of its file
   */
  static NewUpload create(byte[] body, long limit) {
    return JsonFields.read(body, NEW, fields -> new UploadRequests(fields).upload(limit));
  }

  /** Reads how an upload ends. */
  static Completion complete(byte[] body) {
    return JsonFields.read(
        body, Set.of(PART_IDS, MD5), fields -> new UploadRequests(fields).completion());
  }

  private NewUpload upload(long limit) {
    require(BYTES, FILENAME, MIME_TYPE, FileFields.PURPOSE);
    String purpose = fields.text(FileFields.PURPOSE).orElse("");
    if (!purpose.isEmpty() && !FileFields.PURPOSES.contains(purpose)) {
      fields.violation(
          FileFields.PURPOSE, "must be one of: " + String.join(", ", FileFields.PURPOSES));
    }
    fields.text(MIME_TYPE);
    return new NewUpload(
        fields.large(BYTES, 1, limit).orElse(1L),
        fields.text(FILENAME).orElse(""),
        purpose,
        FileFields.kept(purpose, ExpiresAfter.read(fields, EXPIRES_AFTER)));
  }

  private Completion completion() {
    require(PART_IDS);
    List<String> texts = fields.texts(PART_IDS, MOST_PARTS).orElse(List.of());
    List<UUID> parts =
        texts.stream().map(UploadId.PART::parse).flatMap(Optional::stream).distinct().toList();
    if (new HashSet<>(parts).size() < texts.size()) {
      fields.violation(PART_IDS, "must be ids of parts, each one once");
    }
    Optional<String> md5 = fields.text(MD5);
    if (md5.filter(text -> !MD5_FORM.matcher(text).matches()).isPresent()) {
      fields.violation(MD5, "must be 32 hexadecimal digits");
    }
    return new Completion(parts, md5);
  }

  private void require(String... names) {
    for (String name : names) {
      if (!fields.has(name)) {
        fields.violation(name, "is required");
      }
    }
  }
}
