package dev.errand.e2e.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.tenants.Api.Answer;
import dev.errand.e2e.tenants.Api.Request;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One of many clients of a tenant: random operations on its own jobs and keys, and on those of
 * another tenant.
 */
public final class TenantClient implements Runnable {

  private static final String JOBS = "/v1/jobs";
  private static final String KEYS = "/v1/keys";
  private static final String[] MODELS = {"sim", "sim", "sim-latency-300ms", "sim-400"};
  private static final String[] STATES = {
    "scheduled", "queued", "running", "succeeded", "failed", "cancelled"
  };
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final int LINES = 4;

  /** So that a slow machine does enough, too. */
  private static final int LEAST = 5;

  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final Tenant own;
  private final Tenant other;
  private final int number;
  private final Random random;
  private final BooleanSupplier goesOn;
  private int submissions;

  /**
   * @param number of the client; the other tenant's client of the same number uses the same
   *     idempotency keys
   */
  public TenantClient(Tenant own, Tenant other, int number, long seed, BooleanSupplier goesOn) {
    this.own = own;
    this.other = other;
    this.number = number;
    this.random = new Random(seed);
    this.goesOn = goesOn;
  }

  @Override
  public void run() {
    for (int i = 0; i < LEAST || goesOn.getAsBoolean(); i++) {
      operate();
    }
  }

  private void operate() {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> submit();
      case 4 -> upload();
      case 5, 6, 7 -> poll();
      case 8, 9 -> list();
      case 10 -> listTheOthers();
      case 11 -> onOwn("cancel", id -> Request.of("POST", JOBS + "/" + id + "/cancel"));
      case 12 -> onOwn("retry", id -> Request.of("POST", JOBS + "/" + id + "/retry"));
      case 13 -> delete();
      case 14, 15, 16 -> onTheOthers();
      case 17 -> ask("lanes", Request.of("GET", "/v1/lanes"));
      case 18 -> keys();
      default -> audit();
    }
  }

  private void submit() {
    Request request = Request.json("POST", JOBS, job()).with("Idempotency-Key", idempotencyKey());
    Answer answer =
        ask("submit", random.nextInt(4) == 0 ? request.with("Prefer", "wait=1") : request);
    own.expect(answer.status() == 202 || answer.status() == 200, "submit", answer);
    own.jobs().add(own.read(other, answer).path("id").asText());
  }

  /** Sends the same lines again where some were not committed. */
  private void upload() {
    String lines =
        IntStream.range(0, LINES).mapToObj(_ -> job() + "\n").collect(Collectors.joining());
    Request request =
        new Request("POST", JOBS + "/bulk", Map.of(), Optional.of(lines))
            .with("Content-Type", "application/x-ndjson")
            .with("Idempotency-Key", idempotencyKey());
    Answer answer = ask("upload", request);
    while (answer.status() == 200 && answer.text().contains("\"status\":503")) {
      answer = ask("upload again", request);
    }
    own.expect(answer.status() == 200, "upload", answer);
    String text = answer.text();
    own.expect(text.lines().count() == LINES + 1 && !text.contains("problem"), "upload", answer);
    text.lines().map(TenantClient::id).flatMap(Optional::stream).forEach(own.jobs()::add);
  }

  private static Optional<String> id(String line) {
    return ID.matcher(line).results().map(found -> found.group(1)).findFirst();
  }

  private String job() {
    int number = ++submissions;
    String delay = random.nextInt(5) == 0 ? ", \"delay_seconds\": 3600" : "";
    return """
    {"model": "%s", "prompt": "%s %d/%d", "metadata": {"owner": "%s", "kind": "%s"}%s}\
    """
        .formatted(
            MODELS[random.nextInt(MODELS.length)],
            own.marker(),
            this.number,
            number,
            own.marker(),
            STATES[number % STATES.length],
            delay);
  }

  /** Half of them are the same as the other tenant's. */
  private String idempotencyKey() {
    String key = number + "-" + submissions;
    return random.nextBoolean() ? key : own.marker() + "-" + key;
  }

  private void poll() {
    onOwn(
        "poll",
        id -> {
          Request request = Request.of("GET", JOBS + "/" + id);
          return random.nextBoolean() ? request : request.with("Prefer", "wait=1");
        });
  }

  private void list() {
    String filters =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> "&metadata.owner=" + own.marker();
          case 2 -> "&state=" + STATES[random.nextInt(STATES.length)];
          default -> "&metadata.kind=" + STATES[random.nextInt(STATES.length)];
        };
    Answer answer = ask("list", Request.of("GET", JOBS + "?limit=50" + filters));
    own.expect(answer.status() == 200, "list", answer);
    own.read(other, answer);
  }

  private void listTheOthers() {
    Request request = Request.of("GET", JOBS + "?metadata.owner=" + other.marker());
    Answer answer = ask("list the other's", request);
    JsonNode page = own.read(other, answer);
    own.expect(
        answer.status() == 200 && page.path("data").isEmpty() && !page.path("has_more").asBoolean(),
        "the other's list",
        answer);
  }

  private void onOwn(String what, Function<String, Request> request) {
    own.jobs()
        .any(random)
        .ifPresent(
            id -> {
              Answer answer = ask(what, request.apply(id));
              own.expect(answer.status() < 500, what, answer);
            });
  }

  /** Whoever does not find it, finds that another client was quicker. */
  private void delete() {
    own.jobs()
        .any(random)
        .ifPresent(
            id -> {
              Answer answer = ask("delete", Request.of("DELETE", JOBS + "/" + id));
              if (answer.status() == 204 || answer.status() == NOT_FOUND) {
                own.deleted(id);
              }
            });
  }

  private void onTheOthers() {
    other
        .jobs()
        .any(random)
        .ifPresent(
            id -> {
              String path = JOBS + "/" + id;
              switch (random.nextInt(5)) {
                case 0 -> notFound(Request.of("POST", path + "/cancel"));
                case 1 -> notFound(Request.of("POST", path + "/retry"));
                case 2 -> notFound(Request.of("DELETE", path));
                case 3 -> notFound(Request.of("GET", path).with("Prefer", "wait=1"));
                default -> notFound(Request.of("GET", path));
              }
            });
  }

  private void audit() {
    Answer answer = ask("audit", Request.of("GET", "/v1/audit?limit=100"));
    own.expect(answer.status() == 200, "audit", answer);
    own.read(other, answer);
  }

  private void keys() {
    switch (random.nextInt(6)) {
      case 0 -> createKey();
      case 1 -> own.keys().any(random).ifPresent(id -> ask("revoke", key("DELETE", id)));
      case 2 -> other.keys().any(random).ifPresent(id -> notFound(key("DELETE", id)));
      case 3 ->
          other
              .keys()
              .any(random)
              .ifPresent(id -> notFound(Request.json("POST", KEYS + "/" + id + "/rotate", "{}")));
      case 4 -> other.keys().any(random).ifPresent(id -> notFound(key("GET", id)));
      default -> own.read(other, ask("list keys", Request.of("GET", KEYS + "?limit=100")));
    }
  }

  private static Request key(String method, String id) {
    return Request.of(method, KEYS + "/" + id);
  }

  private void createKey() {
    String body = "{\"name\": \"%s key\", \"roles\": [\"read\"]}".formatted(own.marker());
    Answer answer = own.askOnce(other, "create a key", Request.json("POST", KEYS, body));
    if (answer.status() == UNAVAILABLE) {
      own.keyInDoubt();
      return;
    }
    own.expect(answer.status() == 201, "create a key", answer);
    own.keys().add(own.read(other, answer).path("id").asText());
  }

  private void notFound(Request request) {
    Answer answer = ask("the other's " + request.method(), request);
    own.expect(answer.status() == NOT_FOUND, request + " of the other tenant", answer);
  }

  private Answer ask(String what, Request request) {
    return own.ask(other, what, request);
  }
}
