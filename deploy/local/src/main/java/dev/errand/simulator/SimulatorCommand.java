package dev.errand.simulator;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code simulator}: runs a {@link Simulator} until the process is stopped. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = "Run an OpenAI-compatible server with configurable latency and faults.")
public final class SimulatorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      defaultValue = SimulatorOptions.DEFAULT_HOST,
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8090",
      description = "Port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--latency", description = "Delay before every response, such as 500ms or 2s.")
  private String latency;

  @Option(names = "--jitter", description = "Additional random delay, up to this long.")
  private String jitter;

  @Option(names = "--error-rate", description = "Percentage of calls answered with status 500.")
  private String errorRate;

  @Option(
      names = "--faults",
      description =
          "Directives as in a model name, without the prefix sim-, such as flaky-1-latency-1s.")
  private String faults;

  @Override
  public Integer call() {
    try (Simulator simulator = Simulator.start(options())) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("simulator listening on " + simulator.baseUri());
      out.flush();
      awaitInterrupt();
      return 0;
    } catch (UncheckedIOException e) {
      spec.commandLine().getErr().println(e.getMessage() + ": " + e.getCause().getMessage());
      return 1;
    }
  }

  /** A signal ends the process here; an embedding program stops it with an interrupt. */
  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SimulatorOptions options() {
    try {
      return new SimulatorOptions(host, port, directives());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String directives() {
    return Stream.of(
            named("latency", latency),
            named("jitter", jitter),
            named("errorrate", errorRate),
            Stream.ofNullable(faults))
        .flatMap(directive -> directive)
        .collect(Collectors.joining("-"));
  }

  private static Stream<String> named(String directive, String value) {
    return Stream.ofNullable(value).map(given -> directive + "-" + given);
  }
}
