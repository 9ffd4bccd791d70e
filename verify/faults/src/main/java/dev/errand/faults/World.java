package dev.errand.faults;

import dev.errand.local.Programs;
import dev.errand.local.plan.Database;
import dev.errand.local.plan.Ports;
import dev.errand.rig.FreePorts;
import dev.errand.rig.RabbitMqNode;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.ServiceProcess.Launch;
import dev.errand.rig.wire.Protocol;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A complete installation as real processes: an API service, two workers, Postgres and RabbitMQ, a
 * separate network from each service to each server, and a simulated provider that counts its
 * calls.
 */
final class World implements AutoCloseable {

  static final String QUEUE_PREFIX = "errand.faults.";

  private final Options options;
  private final Path folder;
  private final Path logs;
  private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());
  private final RabbitMqNode rabbit;
  private final Network apiNetwork;
  private final Network workerNetwork;
  private final ServiceProcess api;
  private final ServiceProcess worker;
  private final ServiceProcess otherWorker;
  private PostgresNode postgres;

  /**
   * The options of a world.
   *
   * @param home the directory in which the services were built
   * @param flags the JVM flags of every service
   * @param broker rabbitmq or postgres
   * @param settings of both services, such as {@code errand.worker.lease=5S}
   * @param data a folder for Postgres' data; null for one below the build's own
   * @param clocks by how much a service's clock is wrong, by its name, as libfaketime takes it
   */
  record Options(
      Path home,
      List<String> flags,
      String broker,
      List<String> settings,
      Path data,
      Map<String, String> clocks) {

    /** The usual options. */
    Options(Path home, List<String> flags, String broker, List<String> settings) {
      this(home, flags, broker, settings, null, Map.of());
    }

    boolean usesRabbit() {
      return broker.equals("rabbitmq");
    }

    Options with(List<String> more) {
      List<String> all = new ArrayList<>(settings);
      all.addAll(more);
      return new Options(home, flags, broker, all, data, clocks);
    }

    Options withData(Path folder) {
      return new Options(home, flags, broker, settings, folder, clocks);
    }

    Options withClocks(Map<String, String> wrong) {
      return new Options(home, flags, broker, settings, data, wrong);
    }
  }

  /**
   * One service's connections to the servers and the provider; with Postgres as the broker, there
   * is no RabbitMQ.
   */
  record Network(TcpProxy postgres, TcpProxy rabbit, TcpProxy provider) implements AutoCloseable {

    List<TcpProxy> all() {
      return rabbit == null ? List.of(postgres, provider) : List.of(postgres, rabbit, provider);
    }

    @Override
    public void close() {
      all().forEach(TcpProxy::close);
    }
  }

  /** Starts everything except the second worker. */
  World(Options options) throws IOException {
    this.options = options;
    this.folder =
        Files.createTempDirectory(
            Files.createDirectories(options.home().resolve("verify/faults/target/runs")), "run");
    this.logs = Files.createDirectories(folder.resolve("logs"));
    Path data = options.data() == null ? folder : options.data();
    this.postgres = new PostgresNode(data.resolve("postgres"), FreePorts.next());
    this.rabbit = options.usesRabbit() ? startRabbit() : null;
    this.apiNetwork = network();
    this.workerNetwork = network();
    this.api = service("api", apiNetwork);
    this.worker = service("worker", workerNetwork);
    this.otherWorker = service("other-worker", network());
    api.start();
    api.awaitReady();
    worker.start();
    worker.awaitReady();
  }

  /** The directory of this run. */
  Path folder() {
    return folder;
  }

  Database database() {
    return postgres.database();
  }

  Simulator simulator() {
    return simulator;
  }

  PostgresNode postgres() {
    return postgres;
  }

  RabbitMqNode rabbit() {
    return rabbit;
  }

  boolean hasRabbit() {
    return rabbit != null;
  }

  ServiceProcess api() {
    return api;
  }

  ServiceProcess worker() {
    return worker;
  }

  /** Not started at first. */
  ServiceProcess otherWorker() {
    return otherWorker;
  }

  Network apiNetwork() {
    return apiNetwork;
  }

  Network workerNetwork() {
    return workerNetwork;
  }

  /** SIGKILL. */
  void kill(Part part) {
    switch (part) {
      case API -> api.kill();
      case WORKER -> worker.kill();
      case RABBITMQ -> rabbit.kill();
      case POSTGRES -> postgres.kill();
    }
  }

  /** Restarts a killed part, and returns when it works again. */
  void revive(Part part) {
    start(part);
    switch (part) {
      case API -> api.awaitReady();
      case WORKER -> worker.awaitReady();
      case RABBITMQ, POSTGRES -> {}
    }
  }

  /** The same, but does not wait for services, whose dependencies may be down, too. */
  void start(Part part) {
    switch (part) {
      case API -> api.start();
      case WORKER -> worker.start();
      case RABBITMQ -> rabbit.start();
      case POSTGRES -> postgres.start();
    }
  }

  /** Waits until all running services are ready. */
  void awaitReady() {
    Stream.of(api, worker, otherWorker)
        .filter(ServiceProcess::isAlive)
        .forEach(ServiceProcess::awaitReady);
  }

  /** Replaces Postgres, which must have ended, by a new server with the same data. */
  void failOver() throws IOException {
    postgres = postgres.successor(folder.resolve("successor"), FreePorts.next());
    for (Network network : List.of(apiNetwork, workerNetwork)) {
      network.postgres().leadTo(Ports.HOST, postgres.port());
    }
  }

  @Override
  public void close() {
    List.of(otherWorker, worker, api).forEach(ServiceProcess::close);
    apiNetwork.close();
    workerNetwork.close();
    if (rabbit != null) {
      rabbit.close();
    }
    postgres.close();
    simulator.close();
  }

  private Network network() {
    return new Network(
        new TcpProxy(Protocol.POSTGRES, Ports.HOST, postgres.port()),
        rabbit == null ? null : new TcpProxy(Protocol.AMQP, Ports.HOST, rabbit.port()),
        new TcpProxy(Protocol.BYTES, Ports.HOST, simulator.port()));
  }

  private RabbitMqNode startRabbit() {
    int port = FreePorts.next();
    String listener = "listeners.tcp.default = 127.0.0.1:%d%n".formatted(port);
    return RabbitMqNode.start(folder.resolve("rabbitmq"), "errand", port, listener);
  }

  private ServiceProcess service(String name, Network network) {
    Map<String, String> variables = new HashMap<>(postgres.variables(network.postgres().port()));
    variables.put(
        "OPENAI_BASE_URL", "http://%s:%d/v1".formatted(Ports.HOST, network.provider().port()));
    variables.put("OPENAI_API_KEY", "simulator");
    variables.put("ERRAND_BROKER", options.broker());
    variables.put("ERRAND_RABBITMQ_QUEUE_PREFIX", QUEUE_PREFIX);
    if (network.rabbit() != null) {
      variables.put(
          "ERRAND_RABBITMQ_URL",
          "amqp://guest:guest@%s:%d".formatted(Ports.HOST, network.rabbit().port()));
    }
    Optional.ofNullable(options.clocks().get(name))
        .ifPresent(shift -> variables.putAll(WrongClock.of(shift)));
    List<String> jvm = new ArrayList<>(options.flags());
    options.settings().forEach(setting -> jvm.add("-D" + setting));
    Programs programs = Programs.built(options.home(), jvm);
    List<String> command = name.equals("api") ? programs.api() : programs.worker();
    return new ServiceProcess(name, new Launch(command, folder, variables), logs);
  }
}
