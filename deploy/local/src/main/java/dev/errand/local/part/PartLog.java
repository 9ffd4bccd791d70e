package dev.errand.local.part;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The output of one part: stored in a file, and passed to the console with the part's name; the
 * last lines are kept in memory. The previous run's file is kept as {@code NAME.log.1}.
 */
public final class PartLog {
  private static final int KEPT_LINES = 20;

  private final String name;
  private final Path file;
  private final Console console;
  private final BufferedWriter writer;
  private final Deque<String> last = new ArrayDeque<>();

  private PartLog(String name, Path file, Console console) throws IOException {
    this.name = name;
    this.file = file;
    this.console = console;
    this.writer = Files.newBufferedWriter(file);
  }

  /** Starts a log. */
  public static PartLog open(String name, Path directory, Console console) {
    Path file = directory.resolve(name + ".log");
    try {
      if (Files.exists(file)) {
        Path previous = directory.resolve(name + ".log.1");
        Files.move(file, previous, StandardCopyOption.REPLACE_EXISTING);
      }
      return new PartLog(name, file, console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a log that is not shown on the terminal. */
  public static PartLog quiet(String name, Path directory) {
    return open(name, directory, new Console(System.out, System.err, false, false));
  }

  public Path file() {
    return file;
  }

  synchronized void add(String line) {
    last.addLast(line);
    if (last.size() > KEPT_LINES) {
      last.removeFirst();
    }
    console.line(name, line);
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      console.complain("Cannot write " + file + ": " + e.getMessage());
    }
  }

  public synchronized List<String> lastLines() {
    return List.copyOf(last);
  }
}
