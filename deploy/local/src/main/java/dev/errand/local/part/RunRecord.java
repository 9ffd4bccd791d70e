package dev.errand.local.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The services of a run, recorded on disk, one file each: {@code PID START_MILLIS}. The next run
 * finds those that outlived a killed launcher. The start time distinguishes a service from another
 * process with the same number.
 */
public final class RunRecord {
  private static final long CLOCK_SLACK_MILLIS = 3_000;

  private final Path directory;
  private final Console console;

  public RunRecord(Path directory, Console console) {
    this.directory = directory;
    this.console = console;
  }

  public void note(String name, ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    try {
      Files.writeString(directory.resolve(name), process.pid() + " " + start);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called at the end of a run, when all have exited. */
  public void clear() {
    names().forEach(this::forget);
  }

  public void stopLeftovers() {
    List<ProcessHandle> leftovers =
        names().stream().flatMap(name -> leftover(name).stream()).toList();
    leftovers.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : leftovers) {
      if (!Processes.gone(process, Service.TIME_TO_STOP)) {
        process.destroyForcibly();
      }
    }
    clear();
  }

  private Optional<ProcessHandle> leftover(String name) {
    Optional<ProcessHandle> process = read(name);
    process.ifPresent(
        found ->
            console.say(
                "Stopping " + name + " from an earlier run (process " + found.pid() + ") ..."));
    return process;
  }

  private Optional<ProcessHandle> read(String name) {
    try {
      String[] words = Files.readString(directory.resolve(name)).strip().split(" ");
      long start = Long.parseLong(words[1]);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process -> startedAt(process, start));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Optional.empty(); // cut short by the kill: the process cannot be identified
    }
  }

  static boolean startedAt(ProcessHandle process, long millis) {
    return process
        .info()
        .startInstant()
        .filter(start -> Math.abs(start.toEpochMilli() - millis) <= CLOCK_SLACK_MILLIS)
        .isPresent();
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forget(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
