package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.client.ErrandClient;
import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import dev.errand.faults.Checker;
import dev.errand.faults.Ledger;
import dev.errand.faults.Ledger.Row;
import dev.errand.local.plan.Database;
import dev.errand.rig.ServiceProcess;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import dev.errand.testing.EmbeddedDatabase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An API service, workers, a separate database and a simulated provider. */
public final class Installation implements AutoCloseable {

  /** The variables of services that know what simulated models cost. */
  static final Map<String, String> PRICES =
      Map.of(
          "ERRAND_PRICES_SIM_MODELS", "sim*",
          "ERRAND_PRICES_SIM_INPUT", "0.25",
          "ERRAND_PRICES_SIM_OUTPUT", "2");

  private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());
  private final Map<String, String> environment = new HashMap<>();
  private final Deque<ServiceProcess> services = new ArrayDeque<>();
  private final String name;
  private final ServiceProcess api;
  private final ErrandClient client;
  private boolean anyPrompts;

  /**
   * Starts an API service.
   *
   * @param environment which broker to use and where it is; a database, unless it is to get one
   */
  public Installation(String name, Map<String, String> environment) {
    this.name = name;
    this.environment.putAll(environment);
    this.environment.computeIfAbsent("ERRAND_DATABASE_URL", _ -> EmbeddedDatabase.freshDatabase());
    this.environment.put("OPENAI_BASE_URL", simulator.baseUri().toString());
    this.environment.put("OPENAI_API_KEY", "sk-simulated");
    this.api = start("api-service", Map.of());
    ErrandClient plain = ErrandClient.of(api.uri());
    this.client =
        Optional.ofNullable(environment.get("ERRAND_ACCESS_BOOTSTRAP_KEY"))
            .map(plain::withKey)
            .orElse(plain);
  }

  /** A client of the API service. */
  public ErrandClient client() {
    return client;
  }

  /** Submits a prompt and returns the job's id. */
  UUID submit(String model, String prompt) {
    return submit(Submission.prompt(model, prompt));
  }

  /** Submits a job and returns its id. */
  UUID submit(Submission job) {
    return client.submit(job).job().id();
  }

  /** Uploads jobs, all of which are accepted, and returns their ids. */
  List<UUID> upload(List<Submission> jobs) {
    return client.upload(jobs).stream().map(line -> line.id().orElseThrow()).toList();
  }

  /** Whether each of the jobs is in this state. */
  boolean all(List<UUID> ids, State state) {
    return ids.stream().allMatch(id -> client.job(id).state() == state);
  }

  /** The API service itself. */
  public ServiceProcess api() {
    return api;
  }

  String databaseUrl() {
    return environment.get("ERRAND_DATABASE_URL");
  }

  public Simulator simulator() {
    return simulator;
  }

  /**
   * Waits until the provider has this many unanswered calls. A running job is not sufficient: it
   * was claimed, but its call may still follow.
   */
  public void awaitCalls(int unanswered) {
    await("calls under way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> simulator.calls().inFlight() == unanswered);
  }

  /** Starts one more worker. */
  public ServiceProcess startWorker(String workerName, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ERRAND_WORKER_NAME", workerName);
    return start("worker-service", all);
  }

  /** Has only the records of the remaining jobs checked: not all of them have one prompt each. */
  public Installation withAnyPrompts() {
    anyPrompts = true;
    return this;
  }

  /** Stops everything and checks the remaining jobs with {@link Checker}. */
  @Override
  public void close() {
    services.forEach(ServiceProcess::close);
    Checker checker = new Checker(simulator.calls()::count);
    List<Row> jobs = Ledger.read(new Database(databaseUrl(), "", ""));
    List<String> violations = anyPrompts ? checker.checkRecords(jobs) : checker.checkSoFar(jobs);
    simulator.close();
    assertEquals(List.of(), violations);
  }

  private ServiceProcess start(String module, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(settings);
    ServiceProcess service =
        Packaging.start(module, name + "-" + module + "-" + services.size(), all);
    services.push(service);
    return service.awaitReady();
  }
}
