package dev.errand.e2e.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.rig.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The API for the holder of a key, without a client between: every byte of it is looked at. */
public record Api(HttpClient http, URI service, String key) {

  private static final int UNAVAILABLE = 503;
  private static final int TRIES = 60;
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /**
   * A request.
   *
   * @param body empty for none
   */
  public record Request(
      String method, String path, Map<String, String> headers, Optional<String> body) {

    /** A request without a body. */
    public static Request of(String method, String path) {
      return new Request(method, path, Map.of(), Optional.empty());
    }

    /** A request with a JSON body. */
    public static Request json(String method, String path, String body) {
      return new Request(method, path, Map.of(), Optional.of(body))
          .with("Content-Type", "application/json");
    }

    /** The same with one more header. */
    public Request with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Request(method, path, all, body);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * A response.
   *
   * @param head its headers
   */
  public record Answer(int status, String head, byte[] body) {

    /** Head and body, each byte as a character. */
    public String everything() {
      return status + " " + head + "\n" + new String(body, ISO_8859_1);
    }

    /** The body as text. */
    public String text() {
      return new String(body, UTF_8);
    }
  }

  /** Sends a request, again for as long as the service has no room for it. */
  public Answer send(Request request) {
    Answer answer = once(request);
    for (int i = 1; answer.status() == UNAVAILABLE && i < TRIES; i++) {
      Waiting.pause(AGAIN);
      answer = once(request);
    }
    return answer;
  }

  /** Sends a request, once. */
  public Answer once(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(service.resolve(request.path()))
            .timeout(LONGEST)
            .header("Authorization", "Bearer " + key)
            .method(
                request.method(),
                request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
    request.headers().forEach(builder::header);
    try {
      HttpResponse<byte[]> response = http.send(builder.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(), response.headers().map().toString(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
