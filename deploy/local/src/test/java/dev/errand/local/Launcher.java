package dev.errand.local;

import static org.awaitility.Awaitility.await;

import dev.errand.local.part.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code dev} with fake services, as a process of its own. */
final class Launcher implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Path events;

  private Launcher(Process process, Path out, Path err, Path events) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.events = events;
  }

  static Launcher start(Path directory, Map<String, String> environment, List<String> options)
      throws IOException {
    Path own = Files.createTempDirectory(directory, "launcher");
    Path events = Files.createFile(own.resolve("events"));
    ProcessBuilder builder = new ProcessBuilder(command(events, options));
    builder.environment().keySet().removeIf(name -> name.matches("(ERRAND|OPENAI)_.*"));
    builder.environment().putAll(environment);
    Path out = own.resolve("out");
    Path err = own.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Launcher(process, out, err, events);
  }

  private static List<String> command(Path events, List<String> options) {
    // Tests that run in the background of a script inherit that Ctrl-C is ignored.
    List<String> command =
        new ArrayList<>(List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FakeServicesMain.class.getName(), events.toString(), "dev"));
    command.addAll(options);
    return command;
  }

  Launcher awaitUp() {
    await().atMost(PATIENCE).until(() -> out().contains("Errand is up.") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("ended early: " + out() + err());
    }
    return this;
  }

  void signal(String name) {
    Processes.signal(process.toHandle(), name);
  }

  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still runs: " + out() + err());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  List<String> events() {
    return read(events).lines().toList();
  }

  /** The roles that stopped in an orderly way, first to last. */
  List<String> stopped() {
    return events().stream()
        .filter(event -> event.endsWith(" stopped"))
        .map(event -> event.split(" ")[0])
        .toList();
  }

  int port(String role) {
    return Integer.parseInt(started(role).findFirst().orElseThrow()[2]);
  }

  List<ProcessHandle> services() {
    return started(".*")
        .flatMap(event -> ProcessHandle.of(Long.parseLong(event[3])).stream())
        .toList();
  }

  private Stream<String[]> started(String role) {
    return events().stream()
        .map(event -> event.split(" "))
        .filter(event -> event[0].matches(role) && event[1].equals("started"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    signal("TERM");
    exitCode();
  }
}
