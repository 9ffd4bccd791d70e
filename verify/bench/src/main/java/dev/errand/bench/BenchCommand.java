package dev.errand.bench;

import dev.errand.bench.batch.Batches;
import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Machine;
import dev.errand.bench.report.Report;
import dev.errand.bench.scenario.Backlog;
import dev.errand.bench.scenario.Costs;
import dev.errand.bench.scenario.Latency;
import dev.errand.bench.scenario.LifeCycle;
import dev.errand.bench.scenario.LongCalls;
import dev.errand.bench.scenario.Polling;
import dev.errand.bench.scenario.Scaling;
import dev.errand.bench.scenario.Scenario;
import dev.errand.bench.scenario.SubmitInBulk;
import dev.errand.bench.scenario.SubmitSingly;
import dev.errand.bench.scenario.SubmitWithKey;
import dev.errand.bench.stage.Queues;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.Wrk;
import dev.errand.local.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./errand bench}: measures the packaged services against baselines of the same run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Run the benchmarks on this machine; see verify/bench/README.md.")
public final class BenchCommand implements Callable<Integer> {

  private static final List<String> WITH_WRK = List.of("S1", "S9", "S10", "S13");

  @Parameters(paramLabel = "S1 ...", description = "Scenarios: S1 to S13 (default: all).")
  private List<String> ids = List.of();

  @Option(names = "--runs", defaultValue = "5", description = "Runs per scenario (default: 5).")
  private int runs;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "Minutes of churn in S8 (default: 10).")
  private int minutes;

  @Option(
      names = "--lines",
      defaultValue = "50000",
      description = "Lines of S12's batches (default: 50000).")
  private int lines;

  @Option(
      names = "--broker",
      defaultValue = "rabbitmq",
      description = "rabbitmq (default) or postgres.")
  private String broker;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Directory for results, a JSON line each (default: verify/bench/results).")
  private Optional<Path> results = Optional.empty();

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "Directory for flight recordings of the services.")
  private Optional<Path> profiles = Optional.empty();

  /** Ends the process with the command's exit code: 1 if a goal was missed. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    Map<String, Supplier<Scenario>> scenarios = scenarios();
    List<String> wanted = ids.isEmpty() ? List.copyOf(scenarios.keySet()) : upperCase(ids);
    requireKnown(wanted, scenarios);
    if (!Collections.disjoint(wanted, WITH_WRK)) {
      Wrk.requireInstalled();
    }
    Path home = Path.of(System.getProperty("errand.home", "")).toAbsolutePath();
    String flags = System.getProperty("errand.service-flags", "").strip();
    try (Stage stage =
        new Stage(home, List.of(flags.split("\\s+")), new Queues(rabbitUrl()), profiles)) {
      Map<String, String> circumstances = circumstances(stage, flags);
      circumstances.forEach((name, value) -> System.out.println(name + ": " + value));
      Path folder = results.orElse(home.resolve("verify/bench/results"));
      Path file = folder.resolve(LocalDate.now() + ".jsonl");
      Report report = new Report(file, circumstances);
      for (String id : wanted) {
        for (Finding finding : scenarios.get(id).get().measure(stage, runs)) {
          report.add(finding);
          System.out.println(finding.id() + ": " + finding.figure() + ": " + finding.verdict());
        }
      }
      System.out.print("\n" + report.table());
      return report.exitCode();
    }
  }

  private Map<String, Supplier<Scenario>> scenarios() {
    Map<String, Supplier<Scenario>> scenarios = new LinkedHashMap<>();
    scenarios.put("S1", SubmitSingly::new);
    scenarios.put("S2", SubmitInBulk::new);
    scenarios.put("S3", LifeCycle::new);
    scenarios.put("S4", LongCalls::ofOneSecond);
    scenarios.put("S5", LongCalls::ofTenSeconds);
    scenarios.put("S6A", LongCalls::ofFewSlots);
    scenarios.put("S6B", LongCalls::ofDefaultSlots);
    scenarios.put("S7", Latency::new);
    scenarios.put("S9", Polling::new);
    scenarios.put("S10", Costs::new);
    scenarios.put("S11", Scaling::new);
    scenarios.put("S12", () -> new Batches(lines));
    scenarios.put("S13", SubmitWithKey::new);
    scenarios.put("S8", () -> new Backlog(Duration.ofMinutes(minutes)));
    return scenarios;
  }

  private static List<String> upperCase(List<String> ids) {
    List<String> upper = new ArrayList<>();
    for (String id : ids) {
      String name = id.toUpperCase(Locale.ROOT);
      upper.addAll(name.equals("S6") ? List.of("S6A", "S6B") : List.of(name));
    }
    return upper;
  }

  private void requireKnown(List<String> wanted, Map<String, Supplier<Scenario>> scenarios) {
    for (String id : wanted) {
      if (!scenarios.containsKey(id)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this),
            "Unknown scenario " + id + ": choose from " + scenarios.keySet());
      }
    }
  }

  private String rabbitUrl() {
    return broker.equals("postgres")
        ? ""
        : System.getenv().getOrDefault("ERRAND_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672");
  }

  private Map<String, String> circumstances(Stage stage, String flags) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("machine", Machine.description());
    all.put("java", Runtime.version().toString());
    all.put("flags", flags);
    all.put("broker", stage.queues().broker());
    all.put("runs", Integer.toString(runs));
    all.putAll(stage.database().durability());
    return all;
  }
}
