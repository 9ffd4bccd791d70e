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

  /** Long, for a machine may have other things to do. */
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
   * @param builder has the command, and what is special of its directory and environment
   * @param log is begun anew
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

  /** What it has written. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something holds; that it does not in time, or the process ends, is an error. */
  public void await(String what, Duration look, BooleanSupplier holds) {
    if (!Waiting.holdsWithin(PATIENCE, look, () -> holds.getAsBoolean() || !isAlive())
        || !isAlive() && !holds.getAsBoolean()) {
      throw new IllegalStateException("%s, not yet: %s: %s".formatted(name, what, output()));
    }
  }

  /** Waits until a port of this machine is listened on. */
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

  /** SIGTERM; returns at once. */
  public void askToStop() {
    process.destroy();
  }

  /** SIGTERM, to all that it has started too; returns once it has ended. */
  public void stopAll() {
    withDescendants().forEach(ProcessHandle::destroy);
    awaitEnd(PATIENCE);
  }

  /** SIGKILL, to all that it has started too; returns once they are gone. */
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

  /** The exit code; that it goes on is an error. */
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
