package dev.errand.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests to one service: a status of 400 or more becomes a problem, a missing response an
 * exception.
 */
record Http(
    HttpClient client,
    URI api,
    Optional<Duration> timeout,
    Optional<String> key,
    Consumer<String> log) {

  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final int BAD = 400;

  /** HTTP/1.1: one connection for each request in flight, so that no request waits for another. */
  Http(URI api, Optional<Duration> timeout) {
    this(
        HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT).build(),
        api,
        timeout,
        Optional.empty(),
        line -> {});
  }

  Http withTimeout(Duration each) {
    return new Http(client, api, Optional.of(each), key, log);
  }

  Http withKey(String secret) {
    return new Http(client, api, timeout, Optional.of(secret), log);
  }

  Http withLog(Consumer<String> lines) {
    return new Http(client, api, timeout, key, lines);
  }

  /** The query of a URL, with the question mark; empty if there are no parameters. */
  static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpRequest.Builder to(String path) {
    return to(path, Duration.ZERO);
  }

  /** A request whose response the service may delay for this long. */
  HttpRequest.Builder to(String path, Duration wait) {
    HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    timeout.ifPresent(each -> request.timeout(each.plus(wait)));
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= BAD) {
      throw ProblemException.of(response, response.body());
    }
    return response;
  }

  /** The lines of the response, as they arrive. */
  Stream<String> lines(HttpRequest.Builder request) {
    return stream(request).body();
  }

  /** The same with the headers; its body must be closed. */
  HttpResponse<Stream<String>> stream(HttpRequest.Builder request) {
    HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
    if (response.statusCode() >= BAD) {
      try (Stream<String> lines = response.body()) {
        throw ProblemException.of(response, lines.collect(Collectors.joining("\n")));
      }
    }
    return response;
  }

  /** Passes on each line as it arrives, and closes the response. */
  static void each(HttpResponse<Stream<String>> response, Consumer<String> line) {
    try (Stream<String> lines = response.body()) {
      for (Iterator<String> each = lines.iterator(); hasNext(each, response); ) {
        line.accept(each.next());
      }
    }
  }

  /** Only what reads from the connection may fail as having no answer. */
  private static boolean hasNext(Iterator<String> lines, HttpResponse<?> response) {
    try {
      return lines.hasNext();
    } catch (UncheckedIOException e) {
      throw new NoAnswerException(response.request(), e);
    }
  }

  /** Without the key: this may end up in a log. */
  @Override
  public String toString() {
    return "Http[" + api + "]";
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    long begun = System.nanoTime();
    try {
      HttpResponse<T> response = client.send(request, body);
      log.accept(line(request, response.statusCode(), begun));
      return response;
    } catch (IOException e) {
      log.accept(line(request, e, begun));
      throw new NoAnswerException(request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException(request, e);
    }
  }

  private static String line(HttpRequest request, Object result, long begun) {
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    return "%s %s: %s in %d ms".formatted(request.method(), request.uri(), result, millis);
  }
}
