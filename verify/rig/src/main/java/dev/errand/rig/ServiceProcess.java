package dev.errand.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A packaged service as a process that may be killed and started again at the same address. */
public final class ServiceProcess implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final String HOST = "127.0.0.1";
  private static final String READY = "/q/health/ready";

  private final String name;
  private final Launch launch;
  private final Path logs;
  private final int port = FreePorts.next();
  private final int managementPort = FreePorts.next();
  private Program program;
  private int starts;

  /**
   * How to start a service.
   *
   * @param directory its working directory
   * @param variables its environment variables, in addition to this process' own and its address
   */
  public record Launch(List<String> command, Path directory, Map<String, String> variables) {}

  /**
   * Prepares it; {@link #start} starts it.
   *
   * @param logs the folder of its logs, one for each start
   */
  public ServiceProcess(String name, Launch launch, Path logs) {
    this.name = name;
    this.launch = launch;
    this.logs = logs;
  }

  /** Starts it and returns immediately. */
  public ServiceProcess start() {
    ProcessBuilder builder =
        new ProcessBuilder(launch.command).directory(launch.directory.toFile());
    // That of the tests, which a service that does not use it would warn of.
    builder.environment().remove("ERRAND_RABBITMQ_URL");
    builder.environment().put("ERRAND_ACCESS", "open");
    builder.environment().putAll(launch.variables);
    builder.environment().put("QUARKUS_HTTP_HOST", HOST);
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    String log = starts++ == 0 ? name : name + "-" + starts;
    program = Program.start(name, builder, logs.resolve(log + ".log"));
    return this;
  }

  public URI uri() {
    return URI.create("http://" + HOST + ":" + port);
  }

  /** Where it has its health and metrics. */
  public URI managementUri() {
    return URI.create("http://" + HOST + ":" + managementPort);
  }

  public long pid() {
    return program.pid();
  }

  public boolean isAlive() {
    return program != null && program.isAlive();
  }

  /** Its output since its last start. */
  public String output() {
    return program.output();
  }

  /** Waits until it is ready; otherwise it is killed. */
  public ServiceProcess awaitReady() {
    try {
      await("ready", LOOK, this::isReady);
    } catch (IllegalStateException e) {
      kill();
      throw e;
    }
    return this;
  }

  /** Waits until a condition is true; it is an error if this takes too long or the service ends. */
  public void await(String what, Duration look, BooleanSupplier holds) {
    program.await(what, look, holds);
  }

  public boolean isReady() {
    return unready().isEmpty();
  }

  /** Why it is not ready; empty if it is. */
  public Optional<String> unready() {
    return trouble(READY);
  }

  public boolean isLive() {
    return notLive().isEmpty();
  }

  /** Why it is not live; empty if it is. */
  public Optional<String> notLive() {
    return trouble("/q/health/live");
  }

  /** The status of a GET of this path of its management port; 0 while there is no response. */
  public int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  private Optional<String> trouble(String path) {
    try {
      HttpResponse<String> answer = get(path);
      return answer.statusCode() == 200
          ? Optional.empty()
          : Optional.of(answer.statusCode() + " " + answer.body());
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private HttpResponse<String> get(String path) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(managementUri().resolve(path)).timeout(ANSWER).build(),
          BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL; returns once it has ended. */
  public void kill() {
    program.kill();
  }

  /** SIGTERM; returns immediately. */
  public void askToStop() {
    program.askToStop();
  }

  /** Waits until it has ended; returns the exit code. */
  public int awaitEnd() {
    return program.awaitEnd(Program.PATIENCE);
  }

  /** SIGTERM; returns the exit code once it has ended. */
  public int terminate() {
    askToStop();
    return awaitEnd();
  }

  /** The same; it is an error if it does not exit with 0. */
  public void stop() {
    if (terminate() != 0) {
      throw new IllegalStateException(name + " did not end in order: " + output());
    }
  }

  /** SIGSTOP. */
  public void freeze() {
    program.signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    program.signal("CONT");
  }

  @Override
  public void close() {
    if (isAlive()) {
      kill();
    }
  }
}
