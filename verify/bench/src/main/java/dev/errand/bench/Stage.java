package dev.errand.bench;

import dev.errand.local.Console;
import dev.errand.local.DataDirectory;
import dev.errand.local.LocalPostgres;
import dev.errand.local.PartLog;
import dev.errand.local.Ports;
import dev.errand.local.Programs;
import dev.errand.local.ReadyProbe;
import dev.errand.local.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is measured: the packaged services as real processes, with a database, queues and a
 * simulated provider of their own.
 */
final class Stage implements AutoCloseable {

  /** A model whose jobs no worker of ours takes: they stay queued. */
  static final String PARKED = "sim-parked";

  /** A model of a pool and a provider of its own, both named {@code timed}. */
  static final String TIMED = "timed";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, String> POSTGRES =
      Map.of("shared_preload_libraries", "pg_stat_statements");

  private final Path home;
  private final List<String> flags;
  private final Queues queues;
  private final Optional<Path> profiles;
  private final Path directory;
  private final DataDirectory data;
  private final Ports ports = new Ports();
  private final ReadyProbe probe = new ReadyProbe();
  private final Deque<Node> nodes = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final BenchDatabase database;
  private final Node simulator;
  private Node api;
  private int started;

  /** A running service. */
  record Node(Service service, URI uri) {

    long pid() {
      return service.handle().pid();
    }
  }

  /**
   * Starts database and provider.
   *
   * @param home where the services were built
   * @param flags the JVM flags of every service
   * @param profiles where flight recordings of the services go
   */
  Stage(Path home, List<String> flags, Queues queues, Optional<Path> profiles)
      throws IOException, SQLException {
    this.home = home;
    this.flags = flags;
    this.profiles = profiles;
    this.queues = queues;
    this.directory =
        Files.createTempDirectory(
            Files.createDirectories(home.resolve("verify/bench/target/runs")), "run");
    this.data = DataDirectory.open(directory);
    this.postgres = LocalPostgres.start(data, ports.free(), log("postgres"), POSTGRES);
    this.database = new BenchDatabase(postgres.database(), data.postgres());
    this.simulator = startSimulator();
  }

  BenchDatabase database() {
    return database;
  }

  Node simulator() {
    return simulator;
  }

  Queues queues() {
    return queues;
  }

  /** The API service, started at the first call. */
  Node api() {
    if (api == null) {
      api = start("api", programs("api", List.of(), List.of()).api());
      nodes.remove(api);
    }
    return api;
  }

  /** Starts the API anew, with the memory of a fresh one. */
  Node freshApi() {
    if (api != null) {
      stop(api);
      api = null;
    }
    return api();
  }

  /**
   * Starts a worker.
   *
   * @param jvm flags beside those of every service; of two alike the later one counts
   * @param settings such as {@code errand.worker.concurrency=100}
   */
  Node startWorker(List<String> jvm, List<String> settings) {
    api();
    return start("worker", programs("worker", jvm, settings).worker());
  }

  /** Stops the workers. */
  void stopWorkers() {
    nodes.forEach(node -> node.service().askToStop());
    while (!nodes.isEmpty()) {
      nodes.pop().service().awaitStop();
    }
  }

  /** Forgets all jobs and hints. */
  void clear() {
    database.clear();
    queues.purge();
  }

  @Override
  public void close() throws IOException {
    stopWorkers();
    if (api != null) {
      stop(api);
    }
    stop(simulator);
    database.close();
    postgres.askToStop();
    postgres.awaitStop();
    data.close();
    queues.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Node startSimulator() {
    int port = ports.free();
    List<String> command = new ArrayList<>(programs("simulator", List.of(), List.of()).simulator());
    command.addAll(List.of("--host", Ports.HOST, "--port", Integer.toString(port)));
    return ready("simulator", command, port, "/v1/models");
  }

  private Node start(String name, List<String> command) {
    Node node = ready(name, command, ports.free(), "/q/health/ready");
    nodes.push(node);
    return node;
  }

  private Node ready(String name, List<String> command, int port, String check) {
    Map<String, String> variables = new HashMap<>(postgres.database().variables());
    variables.put("QUARKUS_HTTP_HOST", Ports.HOST);
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    if (simulator != null) {
      variables.put("OPENAI_BASE_URL", simulator.uri().resolve("/v1").toString());
      variables.put("OPENAI_API_KEY", "simulator");
    }
    URI uri = URI.create("http://%s:%d".formatted(Ports.HOST, port));
    Service service = Service.start(name, command, variables, log(name + "-" + started++));
    Clocks.await(
        name + " is ready, see its log in " + data.logs(),
        PATIENCE,
        50,
        () -> probe.ready(uri.resolve(check)));
    return new Node(service, uri);
  }

  private Programs programs(String name, List<String> jvm, List<String> settings) {
    List<String> all = new ArrayList<>(flags);
    profiles.ifPresent(folder -> all.add(recording(folder, name)));
    all.addAll(jvm);
    all.add("-Derrand.lanes.parked.models=" + PARKED);
    all.add("-Derrand.lanes.parked.pool=parked");
    all.add("-Derrand.lanes.timed.models=" + TIMED);
    all.add("-Derrand.lanes.timed.pool=timed");
    all.add("-Derrand.lanes.timed.provider=timed");
    queues.settings().forEach(setting -> all.add("-D" + setting));
    settings.forEach(setting -> all.add("-D" + setting));
    return Programs.built(home, all);
  }

  private String recording(Path folder, String name) {
    return "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=%s/%s-%d.jfr"
        .formatted(folder, name, started);
  }

  private PartLog log(String name) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return PartLog.open(name, data.logs(), new Console(nowhere, System.err, false));
  }

  private static void stop(Node node) {
    node.service().askToStop();
    node.service().awaitStop();
  }
}
