package dev.errand.bench.stage;

import dev.errand.local.Programs;
import dev.errand.local.part.LocalPostgres;
import dev.errand.local.part.PartLog;
import dev.errand.local.plan.DataDirectory;
import dev.errand.local.plan.Ports;
import dev.errand.rig.Folders;
import dev.errand.rig.FreePorts;
import dev.errand.rig.Program;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.ServiceProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system under test: the packaged services as real processes, with a separate database, queues
 * and simulated provider.
 */
public final class Stage implements AutoCloseable {

  /** A model whose jobs none of our workers claims, so they stay queued. */
  public static final String PARKED = "sim-parked";

  /** A model with a separate pool and provider, both named {@code timed}. */
  public static final String TIMED = "timed";

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Map<String, String> POSTGRES =
      Map.of("shared_preload_libraries", "pg_stat_statements");

  private final Path home;
  private final List<String> flags;
  private final Queues queues;
  private final Optional<Path> profiles;
  private final Path directory;
  private final DataDirectory data;
  private final Deque<ServiceProcess> workers = new ArrayDeque<>();
  private final Deque<ServiceProcess> otherApis = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final BenchDatabase database;
  private final int simulatorPort = FreePorts.next();
  private final Program simulator;
  private ServiceProcess api;
  private int started;

  /**
   * Starts database and provider.
   *
   * @param home the directory in which the services were built
   * @param flags the JVM flags of every service
   * @param profiles the directory for the services' flight recordings
   */
  public Stage(Path home, List<String> flags, Queues queues, Optional<Path> profiles)
      throws IOException, SQLException {
    this.home = home;
    this.flags = flags;
    this.profiles = profiles;
    this.queues = queues;
    this.directory =
        Files.createTempDirectory(
            Files.createDirectories(home.resolve("verify/bench/target/runs")), "run");
    this.data = DataDirectory.open(directory);
    this.postgres =
        LocalPostgres.start(
            data, FreePorts.next(), PartLog.quiet("postgres", data.logs()), POSTGRES);
    this.database = new BenchDatabase(postgres.database(), data.postgres());
    this.simulator = startSimulator();
  }

  public BenchDatabase database() {
    return database;
  }

  public Program simulator() {
    return simulator;
  }

  public Queues queues() {
    return queues;
  }

  /** The API service, started at the first call. */
  public ServiceProcess api() {
    if (api == null) {
      api = start("api", programs("api", List.of(), List.of()).api());
    }
    return api;
  }

  /** Restarts the API, so that it has the memory of a fresh process. */
  public ServiceProcess freshApi() {
    if (api != null) {
      api.terminate();
      api = null;
    }
    return api();
  }

  /**
   * Starts an API service beside the first one, for the same jobs.
   *
   * @param settings such as {@code errand.access=keys}
   */
  public ServiceProcess startApi(List<String> settings) {
    api();
    otherApis.push(start("api", programs("api", List.of(), settings).api()));
    return otherApis.peek();
  }

  /** Stops the API services beside the first one. */
  public void stopOtherApis() {
    while (!otherApis.isEmpty()) {
      otherApis.pop().terminate();
    }
  }

  /**
   * Starts a worker.
   *
   * @param jvm flags in addition to those of every service; of two equal ones, the later one counts
   * @param settings such as {@code errand.worker.concurrency=100}
   */
  public ServiceProcess startWorker(List<String> jvm, List<String> settings) {
    api();
    workers.push(start("worker", programs("worker", jvm, settings).worker()));
    return workers.peek();
  }

  /** Stops the workers. */
  public void stopWorkers() {
    workers.forEach(ServiceProcess::askToStop);
    while (!workers.isEmpty()) {
      workers.pop().awaitEnd();
    }
  }

  /** Deletes all jobs and hints. */
  public void clear() {
    database.clear();
    queues.purge();
  }

  @Override
  public void close() throws IOException {
    stopWorkers();
    stopOtherApis();
    if (api != null) {
      api.terminate();
    }
    simulator.kill();
    database.close();
    postgres.askToStop();
    postgres.awaitStop();
    data.close();
    queues.close();
    Folders.delete(directory);
  }

  private Program startSimulator() {
    List<String> command = new ArrayList<>(programs("simulator", List.of(), List.of()).simulator());
    command.addAll(List.of("--host", Ports.HOST, "--port", Integer.toString(simulatorPort)));
    Program program =
        Program.start(
            "simulator", new ProcessBuilder(command), data.logs().resolve("simulator.log"));
    program.await("listening", LOOK, () -> program.output().contains("listening on"));
    return program;
  }

  private ServiceProcess start(String name, List<String> command) {
    Map<String, String> variables = new HashMap<>(postgres.database().variables());
    variables.put("OPENAI_BASE_URL", "http://%s:%d/v1".formatted(Ports.HOST, simulatorPort));
    variables.put("OPENAI_API_KEY", "simulator");
    Launch launch = new Launch(command, Path.of("").toAbsolutePath(), variables);
    return new ServiceProcess(name + "-" + started++, launch, data.logs()).start().awaitReady();
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
}
