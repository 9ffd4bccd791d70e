package dev.errand.e2e;

import static org.awaitility.Awaitility.await;

import dev.errand.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A packaged service as a process of its own. */
final class ServiceProcess implements AutoCloseable {

  /** Of a start, and of an end: long, for a machine may have other things to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final int port;
  private final Path log;
  private final Process process;

  private ServiceProcess(String name, int port, Path log, Process process) {
    this.name = name;
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /** Starts a service as it is packaged; its output goes to target/logs. */
  static ServiceProcess start(String module, String name, Map<String, String> environment) {
    int port = FreePorts.next();
    Packaging packaging = Packaging.tested();
    Path log = Path.of("target", "logs", name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(packaging.command(module))
            .directory(packaging.directory(module).toFile());
    if (!"rabbitmq".equals(environment.get("ERRAND_BROKER"))) {
      // That of the tests, which a service that does not use it would warn of.
      builder.environment().remove("ERRAND_RABBITMQ_URL");
    }
    builder.environment().putAll(environment);
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    try {
      Files.createDirectories(log.getParent());
      return new ServiceProcess(
          name, port, log, builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the service says that it is ready; one that does not is killed. */
  ServiceProcess awaitReady() {
    try {
      await(name).atMost(PATIENCE).until(this::isReady);
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
    return this;
  }

  URI uri() {
    return URI.create("http://localhost:" + port);
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** SIGTERM; returns the exit code. */
  int terminate() {
    signal();
    return awaitEnd();
  }

  /** SIGTERM. */
  void signal() {
    process.destroy();
  }

  /** Waits until the service has ended; returns the exit code. */
  int awaitEnd() {
    await(name).atMost(PATIENCE).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** The status that a GET of that path is answered with; 0 while nothing answers. */
  int status(String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri().resolve(path)).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the service has written. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " ended, see target/logs/" + name + ".log");
    }
    return status("/q/health/ready") == 200;
  }
}
