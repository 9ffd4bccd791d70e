package dev.errand.faults;

import dev.errand.local.Console;
import dev.errand.local.PartLog;
import dev.errand.local.Ports;
import dev.errand.local.ReadyProbe;
import dev.errand.local.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A packaged service as a process that may be killed and started again at the same address. */
final class ServiceNode implements AutoCloseable {

  /** Long, for a machine may have other things to do. */
  private static final Duration START = Duration.ofMinutes(3);

  private final String name;
  private final List<String> command;
  private final Map<String, String> variables;
  private final Path logs;
  private final URI uri;
  private final ReadyProbe probe = new ReadyProbe();
  private Service service;
  private int starts;

  /**
   * Prepares it; {@link #start} starts it.
   *
   * @param variables of its environment, beside where it listens
   * @param logs the folder of its logs, one for each start
   */
  ServiceNode(
      String name, List<String> command, Map<String, String> variables, Path logs, int port) {
    this.name = name;
    this.command = command;
    this.logs = logs;
    this.uri = URI.create("http://%s:%d".formatted(Ports.HOST, port));
    this.variables = new HashMap<>(variables);
    this.variables.put("QUARKUS_HTTP_HOST", Ports.HOST);
    this.variables.put("QUARKUS_HTTP_PORT", Integer.toString(port));
  }

  URI uri() {
    return uri;
  }

  /** Starts it and returns at once. */
  void start() {
    service = Service.start(name, command, variables, log());
  }

  boolean isAlive() {
    return service != null && service.handle().isAlive();
  }

  void awaitReady() {
    Waiting.until(name + " is ready, see " + logs, START, this::isReady);
  }

  boolean isReady() {
    return unready().isEmpty();
  }

  /** Why it is not ready; empty where it is. */
  Optional<String> unready() {
    return probe.trouble(uri.resolve("/q/health/ready"));
  }

  boolean isLive() {
    return notLive().isEmpty();
  }

  /** Why it is not live; empty where it is. */
  Optional<String> notLive() {
    return probe.trouble(uri.resolve("/q/health/live"));
  }

  /** SIGKILL. */
  void kill() {
    service.kill();
    service.awaitStop();
  }

  /** SIGTERM; returns at once. */
  void askToStop() {
    service.askToStop();
  }

  void awaitStop() {
    service.awaitStop();
  }

  /** SIGSTOP. */
  void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    if (isAlive()) {
      thaw();
      kill();
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(service.handle().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private PartLog log() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return PartLog.open(name + "-" + ++starts, logs, new Console(nowhere, System.err, false));
  }
}
