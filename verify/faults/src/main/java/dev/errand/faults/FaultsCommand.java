package dev.errand.faults;

import dev.errand.local.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./errand faults}: injects faults, and verifies the promises. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Inject faults under load, and verify that no job is lost or run twice.")
public final class FaultsCommand implements Callable<Integer> {

  /** Short, so that a whole matrix takes minutes. */
  static final List<String> SHORT_LEASE =
      List.of(
          "errand.worker.lease=5S",
          "errand.worker.heartbeat=1S",
          "errand.worker.drain=10S",
          "errand.api.dispatch.outage-patience=3S");

  /** Connections continue to be reused after stray bytes, so that errors can occur. */
  private static final String REUSE = "errand.providers.openai.reuse-pause=0S";

  @Parameters(
      paramLabel = "KIND ...",
      description =
          "kill, access, batches, operations, usage, broker, database, disk, clock (default:"
              + " all; disk needs root, clock libfaketime).")
  private List<Kind> kinds = List.of(Kind.values());

  @Option(names = "--random", description = "Inject random faults instead.")
  private boolean randomly;

  @Option(
      names = "--minutes",
      defaultValue = "3",
      description = "Minutes of random faults (default: 3).")
  private int minutes;

  @Option(names = "--seed", description = "Seed of random faults (default: random, and printed).")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--broker",
      defaultValue = "rabbitmq",
      description = "rabbitmq (default) or postgres.")
  private String broker;

  @Option(names = "--step", description = "With kill: only this step, such as CALL.")
  private Optional<Step> onlyStep = Optional.empty();

  private final List<CaseResult> results = new ArrayList<>();
  private final Matrices matrices = new Matrices(this::add);

  /** The command's options. */
  enum Kind {
    KILL,
    ACCESS,
    BATCHES,
    OPERATIONS,
    USAGE,
    BROKER,
    DATABASE,
    DISK,
    CLOCK
  }

  /** Ends the process with the command's exit code: 1 if there is a violation. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new FaultsCommand()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("errand.home", "")).toAbsolutePath();
    String flags = System.getProperty("errand.service-flags", "").strip();
    World.Options options =
        new World.Options(home, List.of(flags.split("\\s+")), broker, List.of());
    if (randomly) {
      runRandomly(options);
    } else {
      for (Kind kind : kinds) {
        run(kind, options);
      }
    }
    System.out.print("\n" + CaseResult.heading());
    results.forEach(result -> System.out.println(result.line()));
    long bad = results.stream().filter(result -> !result.isGood()).count();
    System.out.printf("%nfaults: %d, with violations: %d%n", results.size(), bad);
    return bad == 0 ? 0 : 1;
  }

  private void run(Kind kind, World.Options options) throws IOException, InterruptedException {
    switch (kind) {
      case KILL -> kill(options.with(SHORT_LEASE));
      case ACCESS -> matrices.administration(options.with(SHORT_LEASE).with(AccessMatrix.SETTINGS));
      case BATCHES -> matrices.batches(options.with(SHORT_LEASE).with(BatchMatrix.SETTINGS));
      case OPERATIONS ->
          matrices.operations(options.with(SHORT_LEASE).with(OperationMatrix.SETTINGS));
      case USAGE -> matrices.folds(options.with(SHORT_LEASE).with(UsageMatrix.SETTINGS));
      case BROKER -> underLoad(options, kind);
      case DATABASE -> underLoad(options, kind);
      case DISK -> fillDisk(options);
      case CLOCK -> runWithWrongClocks(options);
    }
  }

  private void kill(World.Options options) throws IOException, InterruptedException {
    try (World world = new World(options)) {
      Load load = new Load(world.api().uri());
      KillMatrix matrix = new KillMatrix(world, load);
      for (Step step : onlyStep.map(List::of).orElse(List.of(Step.values()))) {
        for (Part victim : Part.values()) {
          if (KillMatrix.exists(step, victim, world.hasRabbit())) {
            add(matrix.kill(step, victim));
          }
        }
        if (step.isWorkers()) {
          add(matrix.stall(step));
        }
      }
      if (onlyStep.isEmpty()) {
        add(matrix.outage());
        killDuringPauses(world, load);
      }
    }
  }

  private void killDuringPauses(World world, Load load) throws InterruptedException {
    PauseMatrix matrix = new PauseMatrix(world, load);
    for (PauseMatrix.Moment moment : PauseMatrix.Moment.values()) {
      for (Part victim : Part.values()) {
        if (victim != Part.RABBITMQ || world.hasRabbit()) {
          add(matrix.kill(moment, victim));
        }
      }
    }
  }

  private void underLoad(World.Options options, Kind kind) throws IOException {
    if (kind == Kind.BROKER && !options.usesRabbit()) {
      return;
    }
    try (World world = new World(options)) {
      UnderLoad load = new UnderLoad(world, new Load(world.api().uri()));
      List<Fault> faults =
          kind == Kind.BROKER ? BrokerFaults.of(world) : new DatabaseFaults(world).all();
      faults.forEach(fault -> add(load.run(fault)));
    }
  }

  private void fillDisk(World.Options options) throws IOException {
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(options.home().resolve("verify/faults/target/runs")), "disk");
    try (SmallDisk disk = SmallDisk.mount(folder);
        World world = new World(options.withData(disk.folder()))) {
      UnderLoad load = new UnderLoad(world, new Load(world.api().uri()));
      add(load.run(new DatabaseFaults(world).diskFull(disk.folder())));
    }
  }

  private void runWithWrongClocks(World.Options options) throws IOException {
    Map<String, String> clocks = Map.of("worker", "+1h", "other-worker", "-1h");
    try (World world = new World(options.withClocks(clocks))) {
      world.otherWorker().start();
      world.otherWorker().awaitReady();
      UnderLoad load = new UnderLoad(world, new Load(world.api().uri()));
      add(
          load.run(
              new Fault(
                  "clocks an hour early and an hour late for 60 s",
                  "both workers",
                  Duration.ofSeconds(60),
                  () -> {},
                  () -> {})));
    }
  }

  private void runRandomly(World.Options options) throws IOException {
    long drawn = seed.orElseGet(() -> RandomGenerator.getDefault().nextLong(1_000_000));
    System.out.println("seed: " + drawn);
    try (World world = new World(options.with(List.of(REUSE)))) {
      Load load = new Load(world.api().uri());
      RandomRun run = new RandomRun(world, load, drawn, System.out::println);
      results.addAll(run.run(Duration.ofMinutes(minutes)));
      System.out.printf(
          "seed: %d, faults: %d, jobs: %d, mixed-up answers: %d%n",
          drawn, run.struck(), load.accepted().size(), Checker.strangers(results));
    }
  }

  private void add(CaseResult result) {
    results.add(result);
    System.out.println(result.line());
  }
}
