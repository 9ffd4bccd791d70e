package dev.errand.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients that do as the documentation says: each submission has an idempotency key, and is sent
 * again until it is accepted.
 */
final class Load {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration ACCEPTANCE = Duration.ofMinutes(2);
  private static final int ACCEPTED = 202;
  private static final int REPLAYED = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI api;
  private final Map<String, UUID> acceptedByPrompt = new ConcurrentHashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  Load(URI api) {
    this.api = api;
  }

  /**
   * One answer to a submission.
   *
   * @param status of HTTP; 0 where the connection broke
   * @param retryAfter whether it says when to come back
   */
  record Answer(int status, Duration took, boolean retryAfter) {}

  /** Jobs that are being submitted. */
  record Batch(List<String> prompts, List<Thread> clients) {

    Batch and(Batch other) {
      return new Batch(
          Stream.concat(prompts.stream(), other.prompts.stream()).toList(),
          Stream.concat(clients.stream(), other.clients.stream()).toList());
    }

    /** Waits until all are accepted; not for ever: what is missing is found by the check. */
    void awaitAccepted() {
      Instant end = Instant.now().plus(ACCEPTANCE);
      for (Thread client : clients) {
        try {
          client.join(Duration.between(Instant.now(), end).plusMillis(1));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** All jobs that the API has accepted so far, by their prompts. */
  Map<String, UUID> accepted() {
    return Map.copyOf(acceptedByPrompt);
  }

  /** Every answer to a submission so far. */
  Collection<Answer> answers() {
    return List.copyOf(answers);
  }

  /** Has so many clients submit a job each; returns at once. */
  Batch submit(String name, int jobs, String model) {
    return submit(name, jobs, job -> job.put("model", model));
  }

  /**
   * The same with other fields.
   *
   * @param fill adds to a submission, which has its prompt
   */
  Batch submit(String name, int jobs, Consumer<ObjectNode> fill) {
    List<String> prompts = IntStream.range(0, jobs).mapToObj(i -> name + " " + i).toList();
    return new Batch(
        prompts,
        prompts.stream()
            .map(
                prompt ->
                    Thread.ofVirtual()
                        .name("client " + prompt)
                        .start(() -> untilAccepted(prompt, fill)))
            .toList());
  }

  private void untilAccepted(String prompt, Consumer<ObjectNode> fill) {
    ObjectNode job = JSON.createObjectNode().put("prompt", prompt);
    fill.accept(job);
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/jobs"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", prompt.replace(" ", "-"))
            .POST(BodyPublishers.ofString(job.toString()))
            .build();
    while (!isAccepted(prompt, request)) {
      Waiting.pause(PAUSE);
    }
  }

  private boolean isAccepted(String prompt, HttpRequest request) {
    long began = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      note(response.statusCode(), began, response.headers().firstValue("Retry-After").isPresent());
      if (response.statusCode() == ACCEPTED || response.statusCode() == REPLAYED) {
        JsonNode job = JSON.readTree(response.body());
        acceptedByPrompt.put(prompt, UUID.fromString(job.path("id").textValue()));
        return true;
      }
      if (response.statusCode() / 100 == 4 && response.statusCode() != 429) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      return false;
    } catch (IOException _) {
      note(0, began, false);
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void note(int status, long began, boolean retryAfter) {
    answers.add(new Answer(status, Duration.ofNanos(System.nanoTime() - began), retryAfter));
  }
}
