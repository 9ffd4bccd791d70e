package dev.errand.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A child process whose output goes to a file. */
public final class Program implements AutoCloseable {

  /** Long, because the machine may be busy. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final String name;
  private final Path log;
  private final Process process;

  private Program(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param builder the command, its directory and environment
   * @param log the log file, which is overwritten
   */
  public static Program start(String name, ProcessBuilder builder, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new Program(
          name,
          log,
          builder
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its output. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a condition is true; it is an error if this takes too long or the process ends. */
  public void await(String what, Duration look, BooleanSupplier holds) {
    if (!Waiting.holdsWithin(PATIENCE, look, () -> holds.getAsBoolean() || !isAlive())
        || !isAlive() && !holds.getAsBoolean()) {
      throw new IllegalStateException("%s, not yet: %s: %s".formatted(name, what, output()));
    }
  }

  /** Waits until something listens on a local port. */
  public void awaitListening(int port) {
    await("listening on port " + port, LOOK, () -> listens(port));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** SIGTERM; returns immediately. */
  public void askToStop() {
    process.destroy();
  }

  /** SIGTERM, also to its children; returns once it has ended. */
  public void stopAll() {
    withDescendants().forEach(ProcessHandle::destroy);
    awaitEnd(PATIENCE);
  }

  /** SIGKILL, also to its children; returns once they have ended. */
  public void kill() {
    List<ProcessHandle> all = withDescendants();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Another signal, such as {@code STOP}. */
  public void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The exit code; it is an error if it is still running. */
  public int awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("%s goes on: %s".formatted(name, output()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<ProcessHandle> withDescendants() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  @Override
  public void close() {
    kill();
  }
}
