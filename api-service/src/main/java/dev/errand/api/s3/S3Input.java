package dev.errand.api.s3;

import dev.errand.store.files.FileStoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object from a place to its end. A connection that breaks, as servers do to slow readers,
 * is replaced by another one that goes on at the same place. Used by one thread.
 */
final class S3Input extends InputStream {

  /** Connections in a row that may break without a byte. */
  private static final int TRIES = 3;

  private final S3Bucket bucket;
  private final String key;
  private @Nullable ResponseInputStream<GetObjectResponse> in;
  private long position;
  private long left;

  /**
   * Opens the object, so that a server that is away is noticed here.
   *
   * @param from the first byte, from 0
   */
  S3Input(S3Bucket bucket, String key, long from) {
    this.bucket = bucket;
    this.key = key;
    this.position = from;
    open();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    IOException broken = new EOFException("the server closed the connection");
    for (int i = 0; i < TRIES && left > 0; i++) {
      try {
        int read = reopened().read(into, offset, (int) Math.min(length, left));
        if (read > 0) {
          position += read;
          left -= read;
          return read;
        }
      } catch (IOException | SdkException | FileStoreException e) {
        broken = new IOException("reading from S3: " + e.getMessage(), e);
      }
      close();
    }
    if (left > 0) {
      throw broken;
    }
    return -1;
  }

  /** An object that has been erased has nothing more. */
  private InputStream reopened() {
    if (in == null) {
      open();
    }
    return in == null ? InputStream.nullInputStream() : in;
  }

  private void open() {
    in = bucket.open(key, position).orElse(null);
    left = in == null ? 0 : in.response().contentLength();
  }

  /** Ends the connection instead of reading the rest of the object. */
  @Override
  public void close() {
    if (in != null) {
      in.abort();
      in = null;
    }
  }
}
