package dev.errand.worker.llm;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Decompresses a body: gzip and deflate, although Errand requests neither. */
final class ContentCoding {

  private static final int READ = 64 << 10;

  private ContentCoding() {}

  /** The codings of a body, in the order in which they were applied. */
  static List<String> of(MultiMap headers) {
    List<String> codings = new ArrayList<>();
    headers.getAll(HttpHeaderNames.CONTENT_ENCODING).forEach(value -> add(value, codings));
    headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).forEach(value -> add(value, codings));
    return codings;
  }

  private static void add(String value, List<String> codings) {
    for (String coding : value.toLowerCase(Locale.ROOT).split(",")) {
      String name = coding.strip();
      if (!name.isEmpty() && !name.equals("identity") && !name.equals("chunked")) {
        codings.add(name);
      }
    }
  }

  /** Whether it can be decoded. */
  static boolean isKnown(String coding) {
    return switch (coding) {
      case "gzip", "x-gzip", "deflate" -> true;
      default -> false;
    };
  }

  /**
   * Decodes one coding. A body that is not compressed, whatever its header says, is kept unchanged.
   *
   * @param room counts the decoded bytes, and waits if there is no memory for them
   * @return empty if it has more than {@code limit} bytes
   * @throws IOException if it is corrupt
   */
  static Optional<byte[]> undo(String coding, byte[] body, long limit, Room room)
      throws IOException, InterruptedException {
    if (!isCompressed(coding, body)) {
      return Optional.of(body);
    }
    Inflater inflater = new Inflater(!isZlib(body));
    try (InputStream in = open(coding, new ByteArrayInputStream(body), inflater)) {
      return read(in, limit, room);
    } finally {
      inflater.end();
    }
  }

  private static Optional<byte[]> read(InputStream in, long limit, Room room)
      throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(READ);
    byte[] part = new byte[READ];
    for (int n = in.read(part); n >= 0; n = in.read(part)) {
      if (out.size() + n > limit) {
        return Optional.empty();
      }
      room.take(n);
      out.write(part, 0, n);
    }
    return Optional.of(out.toByteArray());
  }

  /** Reserves room for more bytes. */
  @FunctionalInterface
  interface Room {
    void take(int bytes) throws InterruptedException;
  }

  private static InputStream open(String coding, InputStream in, Inflater inflater)
      throws IOException {
    return coding.equals("deflate")
        ? new InflaterInputStream(in, inflater, READ)
        : new GZIPInputStream(in, READ);
  }

  private static boolean isCompressed(String coding, byte[] body) {
    if (coding.equals("deflate")) {
      // A deflated body may begin with almost anything, but hardly like JSON.
      return body.length > 0 && body[0] != '{' && body[0] != '[';
    }
    return body.length > 1 && body[0] == (byte) 0x1f && body[1] == (byte) 0x8b;
  }

  /** RFC 1950: deflate means zlib, but many servers send raw deflate. */
  private static boolean isZlib(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0f) == 8
        && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
  }
}
