package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP/1.1 request, written as specified, right or wrong.
 *
 * @param headers each a complete line, without those that frame the body
 * @param body empty for none
 */
record RawRequest(
    String method, String target, List<String> headers, byte[] body, Framing framing) {

  private static final List<String> ODD_LENGTHS =
      List.of("-1", "+5", "1e3", "0x10", "99999999999999999999", "", "5, 5", "5 5", "1_0");

  private static final List<String> CODINGS =
      List.of(
          "gzip, chunked",
          "identity",
          "chunked, chunked",
          "xchunked",
          "\"chunked\"",
          "chunked;q=1",
          "",
          "chunked, identity");

  RawRequest {
    headers = List.copyOf(headers);
  }

  /** How the body's end is marked. */
  enum Framing {
    /** By its length; a request without a body has no framing header. */
    LENGTH,
    /** In chunks of several sizes. */
    CHUNKED,
    /** In chunks whose sizes have extensions, with a trailer. */
    CHUNKED_ODDLY,
    /** By both. */
    BOTH,
    /** By lengths that differ. */
    LENGTHS,
    /** By an invalid length. */
    NO_LENGTH,
    /** In chunks, with an unknown coding. */
    CODED,
    /** In chunks with invalid sizes. */
    NO_CHUNKS,
    /** By a length that is too large: the rest is never sent. */
    TRUNCATED
  }

  /** Whether its end is unambiguous, so that there must be one response. */
  boolean isPlain() {
    return framing == Framing.LENGTH
        || framing == Framing.CHUNKED
        || framing == Framing.CHUNKED_ODDLY;
  }

  /** The bytes sent to the server. */
  byte[] bytes() {
    List<String> head = new ArrayList<>();
    head.add(method + " " + target + " HTTP/1.1");
    head.addAll(headers);
    head.addAll(framed());
    byte[] start = (String.join("\r\n", head) + "\r\n\r\n").getBytes(ISO_8859_1);
    return Wounds.joined(start, content());
  }

  private List<String> framed() {
    String length = "Content-Length: " + body.length;
    String chunked = "Transfer-Encoding: chunked";
    return switch (framing) {
      case LENGTH -> body.length == 0 && !method.equals("POST") ? List.of() : List.of(length);
      case CHUNKED, NO_CHUNKS -> List.of(chunked);
      case CHUNKED_ODDLY -> List.of("transfer-encoding:CHUNKED", "Trailer: X-Sum");
      case BOTH -> List.of(length, chunked);
      case LENGTHS -> List.of(length, "Content-Length: " + (body.length + 1));
      case NO_LENGTH ->
          List.of("Content-Length: " + ODD_LENGTHS.get(body.length % ODD_LENGTHS.size()));
      case CODED -> List.of("Transfer-Encoding: " + CODINGS.get(body.length % CODINGS.size()));
      case TRUNCATED -> List.of("Content-Length: " + (body.length + 100_000));
    };
  }

  private byte[] content() {
    return switch (framing) {
      case LENGTH, BOTH, LENGTHS, NO_LENGTH, TRUNCATED -> body;
      case CHUNKED, CODED -> chunks("", "");
      case CHUNKED_ODDLY -> chunks(";name=\"value\"", "X-Sum: 1\r\n");
      case NO_CHUNKS -> Wounds.joined("-5\r\n".getBytes(ISO_8859_1), body);
    };
  }

  private byte[] chunks(String extension, String trailer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = 1;
    for (int at = 0; at < body.length; size = size * 7) {
      int length = Math.min(size, body.length - at);
      out.writeBytes((Integer.toHexString(length) + extension + "\r\n").getBytes(ISO_8859_1));
      out.write(body, at, length);
      out.writeBytes("\r\n".getBytes(ISO_8859_1));
      at += length;
    }
    out.writeBytes(("0\r\n" + trailer + "\r\n").getBytes(ISO_8859_1));
    return out.toByteArray();
  }
}
