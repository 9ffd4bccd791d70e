package dev.errand.images;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.JobAnswer;
import dev.errand.client.JobQuery;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** A client that exercises all operations of an API service, so that their code is in the cache. */
final class Rehearsal {

  private static final int ROUNDS = 100;
  private static final int UPLOADED = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;
  private final ErrandClient client;

  Rehearsal(ServiceProcess service) {
    this.service = service;
    this.client = ErrandClient.of(service.uri());
  }

  /** Returns once every job has ended. */
  void play() {
    List<UUID> jobs = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      jobs.add(submit(Submission.prompt("sim", Integer.toString(i))));
      jobs.add(submit(wholeRequest(i)));
    }
    client.upload(
        IntStream.range(0, UPLOADED).mapToObj(i -> Submission.prompt("sim", "line " + i)).toList());
    jobs.forEach(this::poll);
    jobs.forEach(this::poll);
    steer();
    mistakes();
    client.service();
    client.lanes();
    client.list(JobQuery.all().limit(100));
    client.list(JobQuery.all().state(Job.State.SUCCEEDED).metadata("n", "1"));
    for (String path : List.of("/q/health", "/q/health/started", "/q/health/live", "/q/metrics")) {
      send(HttpRequest.newBuilder(service.managementUri().resolve(path)));
    }
  }

  /** One job, from its submission to its answer. */
  void oneJob() {
    poll(submit(Submission.prompt("sim", "one")));
  }

  /** Whether the service accepts a job now. */
  boolean accepts() {
    try {
      client.submit(Submission.prompt("sim", "first"));
      return true;
    } catch (NoAnswerException | ProblemException _) {
      return false;
    }
  }

  private static Submission wholeRequest(int number) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "sim-fail-1");
    body.putArray("messages").addObject().put("role", "user").put("content", "whole " + number);
    return Submission.request("/v1/chat/completions", body)
        .metadata(Map.of("n", Integer.toString(number)))
        .priority(number % 10)
        .maxAttempts(3);
  }

  private UUID submit(Submission job) {
    String key = UUID.randomUUID().toString();
    return client.submit(job, SubmitOptions.idempotent(key)).job().id();
  }

  private void poll(UUID id) {
    JobAnswer answer = client.poll(id, PATIENCE);
    if (answer.job().state() != Job.State.SUCCEEDED) {
      throw new IllegalStateException("not succeeded: " + answer.job());
    }
    client.pollChanged(id, answer.tag().orElseThrow(), Duration.ZERO);
  }

  private void steer() {
    UUID later = submit(Submission.prompt("sim", "later").delay(Duration.ofMinutes(10)));
    client.cancel(later);
    client.retry(later);
    poll(later);
    client.delete(later);
  }

  /** Requests that the typed client cannot send. */
  private void mistakes() {
    post("{");
    post("{\"model\":\"sim\"}");
    get("/v1/jobs/nonsense");
    get("/v1/nowhere");
  }

  private void post(String body) {
    send(
        HttpRequest.newBuilder(service.uri().resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private void get(String path) {
    send(HttpRequest.newBuilder(service.uri().resolve(path)));
  }

  private void send(HttpRequest.Builder request) {
    try {
      http.send(request.build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
