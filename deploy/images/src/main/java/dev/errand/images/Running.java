package dev.errand.images;

import dev.errand.local.Ports;
import dev.errand.local.ReadyProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running service. */
final class Running implements AutoCloseable {

  /** Creating the cache takes a while on a machine with few cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final ReadyProbe probe = new ReadyProbe();
  private final Process process;
  private final URI uri;
  private final Path log;

  private Running(Process process, URI uri, Path log) {
    this.process = process;
    this.uri = uri;
    this.log = log;
  }

  /** Starts it in {@code home}, with {@code variables} in addition to this process' own. */
  static Running start(
      Path home, List<String> command, int port, Map<String, String> variables, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> all = new HashMap<>(variables);
    all.put("QUARKUS_HTTP_HOST", Ports.HOST);
    all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().putAll(all);
    URI uri = URI.create("http://%s:%d".formatted(Ports.HOST, port));
    try {
      return new Running(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), uri, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return uri;
  }

  Running awaitReady() {
    URI ready = uri.resolve("/q/health/ready");
    await("is ready", 10, () -> probe.ready(ready));
    return this;
  }

  /** Checks every {@code millis} until the condition is true. */
  void await(String what, long millis, BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("not yet: %s; its log: %s".formatted(what, output()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /** The memory that it uses, in MiB. */
  long residentMebibytes() {
    try {
      Matcher found = RSS.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      if (!found.find()) {
        throw new IllegalStateException("the kernel does not tell");
      }
      return Math.round(Long.parseLong(found.group(1)) / 1024.0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it gracefully, as a container engine would, and waits until it has exited. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("it did not end in order; its log: " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
