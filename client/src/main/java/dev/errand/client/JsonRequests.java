package dev.errand.client;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Requests whose JSON is neither read nor written here, for programs that pass it on. */
public final class JsonRequests {

  private final Http http;

  JsonRequests(Http http) {
    this.http = http;
  }

  /**
   * The response to a GET.
   *
   * @param path with its query, such as {@code /v1/jobs?limit=2}
   */
  public String get(String path) {
    return http.send(http.to(path)).body();
  }

  /** The response to a GET with conditions, such as that of {@code /v1/jobs}. */
  public String get(String path, JobQuery query) {
    return get(path + query.parameters());
  }

  /** The response to a GET of usage, that of {@code /v1/usage}. */
  public String get(String path, UsageQuery query) {
    return get(path + query.parameters());
  }

  /** Passes on each line of a long response as it arrives. */
  public void lines(String path, JobQuery query, Consumer<String> line) {
    Http.each(http.stream(http.to(path + query.parameters())), line);
  }

  /** The response to a POST; it is never repeated. */
  public String post(String path, String body) {
    return http.send(
            http.to(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)))
        .body();
  }

  /** A part of a path, such as an id, whatever characters it has. */
  public static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Deletes what is at a path. */
  public void delete(String path) {
    http.send(http.to(path).DELETE());
  }
}
