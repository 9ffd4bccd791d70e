package dev.errand.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.testing.RawClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Uploads as OpenAI's clients send them, part by part. */
public final class FormData {

  public static final String BOUNDARY = "b-1";
  public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;
  public static final byte[] END = "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(UTF_8);

  private FormData() {}

  /** The beginning of a part; its content follows. */
  public static byte[] begin(String disposition) {
    return "\r\n--%s\r\nContent-Disposition: form-data; %s\r\n\r\n"
        .formatted(BOUNDARY, disposition)
        .getBytes(UTF_8);
  }

  /** A complete part. */
  public static byte[] field(String name, String value) {
    String head =
        "\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n".formatted(BOUNDARY, name);
    String type = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    return (head + type + value).getBytes(UTF_8);
  }

  /** A client that has sent the head of a chunked upload. */
  public static RawClient chunked(URI server, String key) throws IOException {
    return head(server, "/v1/files", key, "Transfer-Encoding: chunked");
  }

  /** A client that has sent the head of a chunked part of an upload. */
  public static RawClient part(URI server, String key, String upload) throws IOException {
    String path = "/v1/uploads/%s/parts".formatted(upload);
    return head(server, path, key, "Transfer-Encoding: chunked");
  }

  /** A client that has sent the head of an upload with this length. */
  public static RawClient announced(URI server, String key, long length) throws IOException {
    return head(server, "/v1/files", key, "Content-Length: " + length);
  }

  private static RawClient head(URI server, String path, String key, String length)
      throws IOException {
    RawClient client = new RawClient(server);
    client.send(
        """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: %s\r
        %s\r
        \r
        """
            .formatted(path, key, TYPE, length));
    return client;
  }

  /** A body with the fields first, as Python's client sends it. */
  public static String body(Map<String, String> fields, String file) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) -> body.append(new String(field(name, value), UTF_8)));
    return body.append(new String(begin("name=\"file\"; filename=\"a.jsonl\""), UTF_8))
        .append(file)
        .append(new String(END, UTF_8))
        .toString();
  }
}
