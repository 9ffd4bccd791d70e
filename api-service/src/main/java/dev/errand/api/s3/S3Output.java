package dev.errand.api.s3;

import dev.errand.store.files.GoneFileException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends an object while it is written: in one request if it is small, else in parts; holds at most
 * one part in memory. Used by one thread.
 */
final class S3Output extends OutputStream {

  /** The least that S3 takes for a part that is not the last one. */
  static final int PART = 5 * 1024 * 1024;

  /** S3 takes no more. */
  static final int PARTS = 10_000;

  /** The largest object that may be sent in these parts. */
  static final long MOST = (long) PARTS * PART;

  /** A step that may find that the object is not wanted any more. */
  interface Afterwards {
    void run() throws IOException;
  }

  private static final int FIRST = 64 * 1024;

  private final S3Bucket bucket;
  private final String key;
  private final Afterwards afterwards;
  private final List<String> tags = new ArrayList<>();
  private @Nullable String upload;
  private byte[] part = new byte[FIRST];
  private int filled;
  private boolean closed;

  /**
   * @param afterwards what to do once the object is there
   */
  S3Output(S3Bucket bucket, String key, Afterwards afterwards) {
    this.bucket = bucket;
    this.key = key;
    this.afterwards = afterwards;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int written = 0; written < length; ) {
      if (filled == PART) {
        send();
      }
      int fits = Math.min(length - written, PART - filled);
      if (filled + fits > part.length) {
        part = Arrays.copyOf(part, Math.min(PART, Math.max(filled + fits, 2 * part.length)));
      }
      System.arraycopy(bytes, offset + written, part, filled, fits);
      filled += fits;
      written += fits;
    }
  }

  /** Only when there is more, so that the last part has something, and small files have none. */
  private void send() throws IOException {
    if (upload == null) {
      upload = bucket.begin(key);
    }
    tags.add(bucket.part(key, upload, tags.size() + 1, part, filled).orElseThrow(S3Output::gone));
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (upload == null) {
      bucket.put(key, part, filled);
    } else {
      send();
      if (!bucket.complete(key, upload, tags)) {
        throw gone();
      }
    }
    afterwards.run();
  }

  private static GoneFileException gone() {
    return new GoneFileException("the upload was given up");
  }
}
