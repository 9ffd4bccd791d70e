package dev.errand.local;

import dev.errand.local.part.Console;
import dev.errand.local.plan.Broker;
import dev.errand.local.plan.DataDirectory;
import dev.errand.local.plan.DevOptions;
import dev.errand.local.plan.DevOptions.Extra;
import dev.errand.local.plan.Plan;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./errand dev}. */
@Command(
    name = "dev",
    description =
        "Run everything on this machine: Postgres, the API, workers and a simulated provider.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DevCommand implements Callable<Integer> {
  private final Programs programs;
  private final Map<String, String> environment;
  private final Path home;

  @Option(names = "--workers", paramLabel = "N", description = "Worker processes (default: 1).")
  private int workers = 1;

  @Option(names = "--port", paramLabel = "P", description = "The API's port (default: 8080).")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory for data and logs (default: .errand).")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--broker", paramLabel = "NAME", description = "postgres (default) or rabbitmq.")
  private Optional<String> broker = Optional.empty();

  @Option(names = "--keys", description = "Ask for API keys, and print an admin key.")
  private boolean keys;

  @Option(names = "--demo", description = "Run the example with the button, too.")
  private boolean demo;

  @Option(names = "--verbose", description = "Show the logs on the terminal, too.")
  private boolean verbose;

  DevCommand(Programs programs, Map<String, String> environment, Path home) {
    this.programs = programs;
    this.environment = environment;
    this.home = home;
  }

  @Override
  public Integer call() {
    Path directory = data.orElse(home.resolve(".errand"));
    DevOptions options =
        new DevOptions(workers, port, directory, broker.map(Broker::named), extras());
    Plan plan = Plan.of(options, environment);
    try (DataDirectory open = DataDirectory.open(options.data())) {
      return new Dev(plan, programs, open, Console.ofProcess(verbose)).run();
    }
  }

  private Set<Extra> extras() {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    if (keys) {
      extras.add(Extra.KEYS);
    }
    if (demo) {
      extras.add(Extra.DEMO);
    }
    return extras;
  }
}
