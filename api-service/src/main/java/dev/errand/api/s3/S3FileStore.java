package dev.errand.api.s3;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.config.S3Config;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStoreException;
import dev.errand.store.files.GoneFileException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Files in a bucket, each an object with the name of its content. */
@ApplicationScoped
@Identifier(S3FileStore.NAME)
public class S3FileStore implements FileStore {

  /** As in a file's row. */
  public static final String NAME = "s3";

  /** S3 makes nothing larger a part of another object. */
  private static final long LARGEST_COPY = 5L << 30;

  private final Optional<S3Bucket> bucket;
  private final String prefix;
  private final FileRecordStore records;

  @Inject
  S3FileStore(OpenAiConfig config, S3Clients clients, FileRecordStore records) {
    S3Config s3 = config.files().s3();
    this.bucket = s3.bucket().map(name -> new S3Bucket(clients.client(s3), name));
    this.prefix = s3.prefix().orElse("");
    this.records = records;
  }

  S3FileStore(S3Bucket bucket, String prefix, FileRecordStore records) {
    this.bucket = Optional.of(bucket);
    this.prefix = prefix;
    this.records = records;
  }

  @Override
  public OutputStream write(UUID content) {
    return new S3Output(required(), key(content), () -> requireKept(content));
  }

  @Override
  public InputStream read(UUID content, long from) {
    return new S3Input(required(), key(content), from);
  }

  /** In the server, unless a piece is smaller or larger than a part of an object may be. */
  @Override
  public void join(List<Piece> pieces, UUID content) throws IOException {
    if (canBeParts(pieces)) {
      copy(pieces, content);
    } else {
      FileStore.super.join(pieces, content);
    }
  }

  static boolean canBeParts(List<Piece> pieces) {
    return !pieces.isEmpty()
        && pieces.size() <= S3Output.PARTS
        && pieces.getLast().bytes() > 0
        && pieces.stream().allMatch(piece -> piece.bytes() <= LARGEST_COPY)
        && pieces.stream()
            .limit(pieces.size() - 1L)
            .allMatch(piece -> piece.bytes() >= S3Output.PART);
  }

  private void copy(List<Piece> pieces, UUID content) throws IOException {
    S3Bucket to = required();
    String key = key(content);
    String upload = to.begin(key);
    List<String> tags = new ArrayList<>();
    for (Piece piece : pieces) {
      tags.add(
          to.copy(key(piece.content()), key, upload, tags.size() + 1)
              .orElseThrow(() -> new GoneFileException("a piece was erased")));
    }
    if (!to.complete(key, upload, tags)) {
      throw new GoneFileException("the upload was given up");
    }
    requireKept(content);
  }

  /**
   * Checked after the object is there: if it is kept now, whoever deletes it later finds it. If it
   * was given up before, everything of it may have been erased already.
   */
  private void requireKept(UUID content) throws IOException {
    if (!records.isKept(content)) {
      erase(content);
      throw new GoneFileException("the upload was given up");
    }
  }

  /** Whatever is left of it, at once. */
  @Override
  public boolean erase(UUID content) {
    required().erase(key(content));
    return false;
  }

  /** Empty if no bucket is configured. */
  Optional<S3Bucket> bucket() {
    return bucket;
  }

  @PreDestroy
  void close() {
    bucket.ifPresent(S3Bucket::close);
  }

  private String key(UUID content) {
    return prefix + content;
  }

  private S3Bucket required() {
    return bucket.orElseThrow(
        () ->
            new FileStoreException(
                "a file is in S3, but errand.openai.files.s3.bucket is not set", null));
  }
}
