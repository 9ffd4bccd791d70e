package dev.errand.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client does over REST. */
final class Client {

  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final URI api;

  Client(URI api) {
    this.api = api;
  }

  /** An upload's body: jobs of a model, each with a prompt of its own. */
  static byte[] lines(String model, int from, int count) {
    StringBuilder lines = new StringBuilder(count * 80);
    for (int i = from; i < from + count; i++) {
      lines.append(job(model, i)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One submission. */
  static String job(String model, int number) {
    return "{\"model\":\"%s\",\"prompt\":\"What is %d in words?\"}".formatted(model, number);
  }

  /** Uploads lines, reading the answers as they come. */
  void upload(byte[] lines) {
    if (accepted(lines) != count(lines)) {
      throw new IllegalStateException("not every line was accepted");
    }
  }

  /** Submits a job and returns its id. */
  String submit(String job) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(job))
            .build();
    return id(send(request, 202));
  }

  /** Asks for what says nothing. */
  void noOp() {
    send(HttpRequest.newBuilder(api.resolve("/v1")).build(), 200);
  }

  /** The ids of the newest jobs. */
  List<String> newest(int count) {
    URI list = api.resolve("/v1/jobs?limit=" + count);
    Matcher ids = ID.matcher(send(HttpRequest.newBuilder(list).build(), 200));
    return ids.results().map(found -> found.group(1)).toList();
  }

  /** Waits for the job's end by long poll. */
  String awaitEnd(String id, Duration atMost) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/jobs/" + id))
            .header("Prefer", "wait=" + atMost.toSeconds())
            .build();
    return send(request, 200);
  }

  /** The entity tag of a job. */
  String tag(String id) {
    HttpRequest request = HttpRequest.newBuilder(api.resolve("/v1/jobs/" + id)).build();
    return answer(request, 200).headers().firstValue("ETag").orElseThrow();
  }

  /** Asks for a job with its entity tag; fails where the answer is not that nothing changed. */
  void requireUnchanged(String id, String tag) {
    answer(
        HttpRequest.newBuilder(api.resolve("/v1/jobs/" + id)).header("If-None-Match", tag).build(),
        304);
  }

  private long accepted(byte[] lines) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/jobs/bulk"))
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArray(lines))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(response.body(), StandardCharsets.UTF_8), 1 << 16)) {
        return answers.lines().filter(line -> line.contains("\"id\"")).count();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long count(byte[] lines) {
    long count = 0;
    for (byte b : lines) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  private String send(HttpRequest request, int expected) {
    return answer(request, expected).body();
  }

  private HttpResponse<String> answer(HttpRequest request, int expected) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != expected) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(String json) {
    Matcher id = ID.matcher(json);
    if (!id.find()) {
      throw new IllegalStateException("no id in " + json);
    }
    return id.group(1);
  }
}
