package dev.errand.local;

import dev.errand.local.part.Console;
import dev.errand.local.part.Ending;
import dev.errand.local.part.LocalPostgres;
import dev.errand.local.part.PartLog;
import dev.errand.local.part.Parts;
import dev.errand.local.part.Postmaster;
import dev.errand.local.part.Role;
import dev.errand.local.part.RunRecord;
import dev.errand.local.part.Service;
import dev.errand.local.plan.DataDirectory;
import dev.errand.local.plan.Database;
import dev.errand.local.plan.DevOptions.Extra;
import dev.errand.local.plan.Plan;
import dev.errand.local.plan.Ports;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of everything on this machine: starts the parts, watches them, and stops them. */
final class Dev {

  /** Made up, so that usage has a cost: what the simulator's models cost in dollars. */
  private static final Map<String, String> PRICES =
      Map.of(
          "ERRAND_PRICES_SIMULATOR_MODELS", "sim*",
          "ERRAND_PRICES_SIMULATOR_INPUT", "0.25",
          "ERRAND_PRICES_SIMULATOR_OUTPUT", "2");

  private final Plan plan;
  private final Programs programs;
  private final DataDirectory data;
  private final Console console;
  private final RunRecord record;
  private final Ports ports = new Ports();
  private final Parts parts = new Parts();
  private final Map<String, String> variables = new HashMap<>();
  private final LocalAccess access;
  private final List<URI> checks = new ArrayList<>();

  Dev(Plan plan, Programs programs, DataDirectory data, Console console) {
    this.plan = plan;
    this.programs = programs;
    this.data = data;
    this.console = console;
    this.access = plan.options().has(Extra.KEYS) ? LocalAccess.withKey() : LocalAccess.open();
    this.record = new RunRecord(data.run(), console);
  }

  int run() {
    StopSignals.handle(this::stopSoon, this::killAtOnce);
    record.stopLeftovers();
    LocalPostgres.stopLeftover(data.postgres(), console);
    requireStartable();
    try {
      startAll();
      Ending ending = parts.awaitEnding();
      report(ending);
      return ending.exitCode();
    } finally {
      parts.stop();
      finish();
    }
  }

  private void requireStartable() {
    programs.requireBuilt();
    ports.requireFree(plan.options().port());
    plan.requireReachable();
    if (plan.database().isEmpty()) {
      LocalPostgres.requirePossible();
    }
  }

  private void startAll() {
    console.say("Logs: " + data.logs());
    Optional<Database> database = plan.database().or(this::startPostgres);
    if (database.isEmpty() || parts.isEnding()) {
      return;
    }
    variables.put("QUARKUS_HTTP_HOST", Ports.HOST);
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(plan.options().port()));
    variables.put("ERRAND_BROKER", plan.broker().toString());
    variables.putAll(database.get().variables());
    plan.rabbit().ifPresent(it -> variables.put("ERRAND_RABBITMQ_URL", it.url()));
    Optional<URI> simulator = plan.hasProvider() ? Optional.empty() : startSimulator();
    if (startApi() && startWorkers()) {
      Optional<String> unused = plan.rabbit().flatMap(_ -> new BrokerProbe().trouble(checks));
      Optional<URI> demo = plan.options().has(Extra.DEMO) ? startDemo(simulator) : Optional.empty();
      if (!parts.isEnding()) {
        Banner.Addresses addresses = new Banner.Addresses(checks.getFirst(), simulator, demo);
        console.say(
            new Banner(plan, addresses, database.get(), access, unused, data.logs()).text());
      }
    }
  }

  private Optional<Database> startPostgres() {
    console.say("Starting Postgres ...");
    PartLog log = log("postgres");
    try {
      LocalPostgres postgres = LocalPostgres.start(data, ports.free(), log);
      parts.add(Role.POSTGRES, postgres);
      return Optional.of(postgres.database());
    } catch (IOException | SQLException | RuntimeException | ExceptionInInitializerError e) {
      // The library throws all of these. A server that it has started may still be starting up.
      Postmaster.of(data.postgres()).ifPresent(Postmaster::kill);
      parts.end(new Ending.Failed("postgres", "did not start: " + e.getMessage(), log));
      return Optional.empty();
    }
  }

  private Optional<URI> startSimulator() {
    int port = ports.free();
    URI url = url(port, "/v1");
    variables.put("OPENAI_BASE_URL", url.toString());
    variables.put("OPENAI_API_KEY", LocalAccess.randomKey());
    variables.putAll(PRICES);
    List<String> command = new ArrayList<>(programs.simulator());
    command.addAll(List.of("--host", Ports.HOST, "--port", Integer.toString(port)));
    Service simulator = start(Role.SIMULATOR, "simulator", command, port);
    parts.awaitReady(simulator, url(port, "/v1/models"));
    return Optional.of(url);
  }

  private boolean startApi() {
    if (parts.isEnding()) {
      return false;
    }
    console.say("Starting the API ...");
    int port = ports.free();
    return ready(start(Role.API, "api", programs.api(), port), port);
  }

  private boolean startWorkers() {
    console.say("Starting the workers ...");
    Map<Service, Integer> workers = new LinkedHashMap<>();
    for (int number = 1; number <= plan.options().workers(); number++) {
      int port = ports.free();
      workers.put(start(Role.WORKER, "worker-" + number, programs.worker(), port), port);
    }
    return workers.entrySet().stream().allMatch(it -> ready(it.getKey(), it.getValue()));
  }

  private Optional<URI> startDemo(Optional<URI> simulator) {
    console.say("Starting the demo ...");
    int port = ports.free();
    variables.put("ERRAND_URL", url(plan.options().port(), "").toString());
    variables.put("BUTTON_MODEL", Banner.model(simulator));
    Service demo = start(Role.DEMO, "demo", programs.demo(), port);
    parts.awaitReady(demo, url(port, "/"));
    return Optional.of(url(port, "/"));
  }

  private Service start(Role role, String name, List<String> command, int port) {
    Map<String, String> own = new HashMap<>(variables);
    own.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
    if (role == Role.DEMO) {
      own.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      access.key().ifPresent(key -> own.put("ERRAND_API_KEY", key));
    }
    if (role == Role.API) {
      own.putAll(access.variables());
    }
    if (role == Role.WORKER) {
      own.put("ERRAND_WORKER_NAME", name);
    }
    Service service = Service.start(name, command, own, log(name));
    record.note(name, service.handle());
    parts.add(role, service);
    return service;
  }

  private boolean ready(Service service, int port) {
    checks.add(url(port, "/q/health/ready"));
    return parts.awaitReady(service, url(port, "/q/health/ready"));
  }

  private PartLog log(String name) {
    return PartLog.open(name, data.logs(), console);
  }

  private static URI url(int port, String path) {
    return URI.create("http://%s:%d%s".formatted(Ports.HOST, port, path));
  }

  private synchronized void finish() {
    record.clear();
    console.say("Everything has stopped.");
  }

  private void stopSoon() {
    parts.end(new Ending.Asked());
  }

  // Holds the monitor to the end: the main thread notices that the parts exit, and must not exit
  // first.
  private synchronized void killAtOnce() {
    parts.kill();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    Postmaster.of(data.postgres()).ifPresent(Postmaster::kill);
    Runtime.getRuntime().halt(130);
  }

  private void report(Ending ending) {
    switch (ending) {
      case Ending.Asked _ -> console.say("Stopping ...");
      case Ending.Failed(String name, String why, PartLog log) -> {
        console.complain("errand: " + name + " " + why + ". Last lines of its log:");
        log.lastLines().forEach(line -> console.complain("  " + line));
        console.complain("Full log: " + log.file());
      }
    }
  }
}
