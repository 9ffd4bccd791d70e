package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import dev.errand.e2e.Collector.Collected;
import dev.errand.rig.ServiceProcess;
import dev.errand.testing.RabbitMq;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One trace from a client's request to the end of its job, through every process. */
class TracingIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT = "b7ad6b7169203331";
  private static final String SECRET = "a prompt that no span may show";
  private static final Pattern OURS =
      Pattern.compile(
          "(POST|GET) /v1/jobs(/\\{id\\})?|(submit|send|process|wait|run) default|record|chat sim");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aJobIsOneTraceThroughRabbitMq() throws Exception {
    RabbitMq rabbit = new RabbitMq();
    try {
      oneTrace("trace-rabbit", "rabbitmq", Variables.of(rabbit.start()));
    } finally {
      rabbit.stop();
    }
  }

  @Test
  void aJobIsOneTraceThroughPostgres() throws Exception {
    oneTrace("trace-postgres", "postgresql", Map.of());
  }

  private void oneTrace(String name, String broker, Map<String, String> settings) throws Exception {
    try (Collector collector = new Collector();
        Installation errand = new Installation(name, traced(settings, collector))) {
      ServiceProcess worker = errand.startWorker("w", Map.of());

      UUID job = submit(errand, "sim", traceparent(TRACE, "01"));

      await().atMost(SOON).until(() -> errand.all(List.of(job), State.SUCCEEDED));
      await().atMost(SOON).until(() -> collector.ofTrace(TRACE).size() >= 8);
      List<Collected> spans = collector.ofTrace(TRACE);
      Collected request = only(spans, "POST /v1/jobs");
      assertEquals(CLIENT, request.parent());
      assertEquals("SERVER", request.kind());
      assertEquals("202", request.attributes().get("http.response.status_code"));
      assertEquals("/v1/jobs", request.attributes().get("http.route"));
      Collected submit = below(request, spans, "submit default");
      assertEquals(job.toString(), submit.attributes().get("errand.job.id"));
      assertEquals("accepted", submit.attributes().get("errand.outcome"));
      Collected sent = below(submit, spans, "send default");
      assertEquals(broker, sent.attributes().get("messaging.system"));
      below(sent, spans, "process default");
      below(submit, spans, "wait default");
      Collected run = below(submit, spans, "run default");
      assertEquals("errand-worker-service", run.service());
      assertEquals("1", run.attributes().get("errand.attempt"));
      assertEquals("succeeded", run.attributes().get("errand.state"));
      below(run, spans, "record");
      assertCall(errand, below(run, spans, "chat sim"));
      assertEquals(
          Set.of(false), spans.stream().map(Collected::failed).collect(Collectors.toSet()));
      assertFalse(collector.spans().toString().contains(SECRET));
      // Nothing but Errand's own spans: those of libraries would say the same again.
      assertEquals(
          Set.of(),
          collector.spans().stream()
              .map(Collected::name)
              .filter(span -> !OURS.matcher(span).matches())
              .collect(Collectors.toSet()));
      assertTrue(exemplars(worker).contains("trace_id=\"" + TRACE), () -> exemplars(worker));
    }
  }

  private static void assertCall(Installation errand, Collected call) {
    assertEquals("CLIENT", call.kind());
    Map<String, String> fields = call.attributes();
    assertEquals("chat", fields.get("gen_ai.operation.name"));
    assertEquals("openai", fields.get("gen_ai.provider.name"));
    assertEquals("sim", fields.get("gen_ai.request.model"));
    assertEquals("200", fields.get("http.response.status_code"));
    URI provider = errand.simulator().baseUri();
    assertEquals(provider.getHost(), fields.get("server.address"));
    assertEquals(Integer.toString(provider.getPort()), fields.get("server.port"));
    assertTrue(Integer.parseInt(fields.get("gen_ai.usage.input_tokens")) > 0);
    assertTrue(Integer.parseInt(fields.get("gen_ai.usage.output_tokens")) > 0);
    assertTrue(fields.get("gen_ai.response.finish_reasons").contains("stop"));
  }

  @Test
  void aJobThatIsTriedAgainStaysInItsTraceAndItsLogsNameIt() throws Exception {
    try (Collector collector = new Collector();
        Installation errand = new Installation("trace-retry", traced(Map.of(), collector))) {
      ServiceProcess worker = errand.startWorker("w", Map.of("ERRAND_WORKER_RETRY_BASE", "0.1S"));

      UUID job = submit(errand, "sim-first-1-500", traceparent(TRACE, "01"));

      await().atMost(SOON).until(() -> errand.all(List.of(job), State.SUCCEEDED));
      await().atMost(SOON).until(() -> named(collector.ofTrace(TRACE), "run default").size() == 2);
      List<Collected> runs = named(collector.ofTrace(TRACE), "run default");
      assertEquals(
          Map.of("1", "scheduled", "2", "succeeded"),
          runs.stream()
              .collect(
                  Collectors.toMap(
                      run -> run.attributes().get("errand.attempt"),
                      run -> run.attributes().get("errand.state"))));
      Collected failed =
          named(collector.ofTrace(TRACE), "chat sim-first-1-500").stream()
              .filter(Collected::failed)
              .findFirst()
              .orElseThrow();
      assertEquals("500", failed.attributes().get("http.response.status_code"));
      assertEquals("provider_error", failed.attributes().get("error.type"));
      assertTrue(
          worker
              .output()
              .lines()
              .anyMatch(
                  line -> line.contains("attempt_ended") && line.contains("trace_id=" + TRACE)));
    }
  }

  @Test
  void aClientThatDoesNotSampleAndASampleOfNothingMakeNoSpans() throws Exception {
    try (Collector collector = new Collector();
        Installation errand =
            new Installation(
                "trace-none", traced(Map.of("ERRAND_TRACING_SAMPLE", "0"), collector))) {
      errand.startWorker("w", Map.of());

      UUID unsampled = submit(errand, "sim", traceparent(TRACE, "00"));
      UUID plain = submit(errand, "sim", null);
      // Its client decides for it. The last one: spans of the others would have come before its.
      await().atMost(SOON).until(() -> errand.all(List.of(unsampled, plain), State.SUCCEEDED));
      String other = TRACE.replace('0', '1');
      submit(errand, "sim", traceparent(other, "01"));

      await().atMost(SOON).until(() -> named(collector.spans(), "run default").size() == 1);
      assertEquals(
          Set.of(other),
          collector.spans().stream().map(Collected::trace).collect(Collectors.toSet()));
    }
  }

  @Test
  void aRequestsSpanShowsItsRouteAndNoQuery() throws Exception {
    try (Collector collector = new Collector();
        Installation errand = new Installation("trace-query", traced(Map.of(), collector))) {
      String path = "/v1/jobs/" + UUID.randomUUID();
      HttpRequest request =
          HttpRequest.newBuilder(errand.api().uri().resolve(path + "?mistake=sk-1")).build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();

      await().atMost(SOON).until(() -> !named(collector.spans(), "GET /v1/jobs/{id}").isEmpty());
      Collected span = only(collector.spans(), "GET /v1/jobs/{id}");
      assertEquals(path, span.attributes().get("url.path"));
      assertEquals(Integer.toString(status), span.attributes().get("http.response.status_code"));
      assertFalse(span.toString().contains("sk-1"));
    }
  }

  @Test
  void eachLineOfAnUploadIsATraceOfItsOwn() {
    try (Collector collector = new Collector();
        Installation errand = new Installation("trace-lines", traced(Map.of(), collector))) {
      errand.startWorker("w", Map.of());

      List<UUID> jobs =
          errand.upload(List.of(Submission.prompt("sim", "one"), Submission.prompt("sim", "two")));

      await().atMost(SOON).until(() -> errand.all(jobs, State.SUCCEEDED));
      await().atMost(SOON).until(() -> named(collector.spans(), "run default").size() == 2);
      assertEquals(
          2,
          named(collector.spans(), "run default").stream()
              .map(Collected::trace)
              .distinct()
              .count());
    }
  }

  private static Map<String, String> traced(Map<String, String> settings, Collector collector) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(collector.variables());
    return all;
  }

  private static String traceparent(String trace, String flags) {
    return "00-%s-%s-%s".formatted(trace, CLIENT, flags);
  }

  private UUID submit(Installation errand, String model, String traceparent)
      throws IOException, InterruptedException {
    String body = "{\"model\":\"%s\",\"prompt\":\"%s\"}".formatted(model, SECRET);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(errand.api().uri().resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (traceparent != null) {
      request.header("traceparent", traceparent);
    }
    String answer = http.send(request.build(), BodyHandlers.ofString()).body();
    Matcher id = ID.matcher(answer);
    assertTrue(id.find(), answer);
    return UUID.fromString(id.group(1));
  }

  private String exemplars(ServiceProcess worker) {
    HttpRequest request =
        HttpRequest.newBuilder(worker.managementUri().resolve("/q/metrics")).build();
    try {
      return http.send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("errand_attempts_seconds_bucket"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Collected below(Collected parent, List<Collected> spans, String name) {
    Collected span = only(spans, name);
    assertEquals(parent.id(), span.parent(), () -> span + " is not below " + parent);
    return span;
  }

  private static Collected only(List<Collected> spans, String name) {
    List<Collected> found = named(spans, name);
    assertEquals(1, found.size(), () -> name + " among " + spans);
    return found.getFirst();
  }

  private static List<Collected> named(List<Collected> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }
}
