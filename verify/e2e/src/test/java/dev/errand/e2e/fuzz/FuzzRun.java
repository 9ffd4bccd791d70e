package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.Exchange.Heard;
import dev.errand.e2e.fuzz.Requests.Kind;
import dev.errand.e2e.fuzz.Requests.Made;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends random requests to all operations of an API, and checks the responses. The seed determines
 * each thread's requests, except for the ids in them, which the server generates.
 */
public final class FuzzRun {

  /** Their ids are no ids of jobs. */
  private static final String OPERATIONS = "/v1/operations";

  private final URI server;
  private final ApiDocument document;
  private final Credentials credentials;
  private final long seed;
  private final int threads;
  private final AnswerCheck check;
  private final Findings findings = new Findings();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> erasable = new HashSet<>();

  /**
   * @param threads the number of concurrent senders; a run is repeatable with the same number
   */
  public FuzzRun(
      URI server, ApiDocument document, Credentials credentials, long seed, int threads) {
    this.server = server;
    this.credentials = credentials;
    this.document = document;
    this.seed = seed;
    this.threads = threads;
    this.check = new AnswerCheck(document);
  }

  /**
   * Sends requests and returns when all have responses. May be called again to send others.
   *
   * @param round selects the requests
   * @param given initial ids for the path parameters
   */
  public void send(int round, int requests, Collection<String> given) throws InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(pool.submit(() -> run(round, thread, requests / threads, given)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of the run failed", e);
    }
  }

  /** The errors, for humans; empty if there are none. */
  public String faults() {
    return findings.areNone() ? "" : findings.report();
  }

  /** How often each operation responded with each status. */
  public Map<String, Map<Integer, Integer>> answered() {
    return findings.answered();
  }

  /** How often there was each status. */
  public Map<Integer, Integer> statuses() {
    return findings.statuses();
  }

  /** The accepted ids that no request can have deleted. */
  public Set<String> lasting() {
    Set<String> lasting = new HashSet<>(accepted);
    lasting.removeAll(erasable);
    return lasting;
  }

  private void run(int round, int thread, int requests, Collection<String> given) {
    KnownIds ids = new KnownIds(given);
    List<Operation> operations = document.operations();
    try (Exchange exchange = new Exchange(server)) {
      for (int i = 0; i < requests; i++) {
        Chance chance = new Chance(seed, round, thread, i);
        Operation operation = operations.get((i + thread) % operations.size());
        Made made = new Requests(document, chance, ids, credentials).next(operation);
        heard("%d/%d/%d".formatted(round, thread, i), made, exchange.send(made), ids);
      }
    }
    synchronized (this) {
      accepted.addAll(ids.accepted());
      erasable.addAll(ids.erasable());
    }
  }

  private void heard(String place, Made made, Heard heard, KnownIds ids) {
    heard.fault().ifPresent(fault -> findings.fault(place, made, heard.answers(), fault));
    String sent = new String(made.bytes(), ISO_8859_1);
    if (sent.contains("DELETE")) {
      ids.mayBeDeleted(sent);
    }
    for (Answer answer : heard.answers()) {
      findings.answered(
          made.kind() == Kind.MUTATED ? Findings.ANY : made.operation().id(), answer.status());
      check
          .fault(made, answer)
          .ifPresent(fault -> findings.fault(place, made, heard.answers(), fault));
      boolean job = !made.operation().path().startsWith(OPERATIONS);
      if (answer.status() == 201 || answer.status() == 202 && !job) {
        answer.header("location").ifPresent(ids::created);
      }
      if (answer.status() == 200 && made.createsLikeOpenAi()) {
        Json.read(answer.body())
            .map(thing -> thing.path("id").textValue())
            .ifPresent(id -> ids.created(made.operation().path() + "/" + id));
      }
      if (job && (answer.status() == 200 || answer.status() == 202)) {
        new String(answer.body(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> Json.read(line).orElse(ApiDocument.none()).path("id"))
            .filter(id -> id.asText().matches("[0-9a-f-]{36}"))
            .forEach(id -> ids.accepted(id.textValue()));
      }
    }
  }
}
