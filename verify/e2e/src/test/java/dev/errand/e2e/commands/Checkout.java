package dev.errand.e2e.commands;

import dev.errand.rig.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A user's checkout after {@code git clone} and {@code ./errand build}: the repository under
 * another name, with Maven's build output and separate data.
 */
final class Checkout implements AutoCloseable {

  private final Path directory;

  Checkout(Path repository, Path directory) {
    this.directory = directory;
    try (Stream<Path> entries = Files.list(repository)) {
      for (Path entry : entries.filter(Checkout::isLinked).toList()) {
        Files.createSymbolicLink(
            directory.resolve(entry.getFileName()), entry.toAbsolutePath().normalize());
      }
      Path script = directory.resolve("errand");
      Files.copy(repository.resolve("errand"), script, StandardCopyOption.COPY_ATTRIBUTES);
      // Newer than all sources, so that nothing is built again.
      Files.createFile(Files.createDirectory(directory.resolve("target")).resolve("errand-built"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLinked(Path entry) {
    String name = entry.getFileName().toString();
    return !name.startsWith(".") && !name.equals("errand") && !name.equals("target");
  }

  /** Starts a command as typed into a terminal. */
  Terminal type(String name, String command, Map<String, String> environment) {
    return Terminal.open(directory, name, command, environment);
  }

  /** The output of a command; a failing command is an error. */
  String output(String name, String command) {
    try (Terminal terminal = type(name, command, Map.of())) {
      if (terminal.awaitEnd(Duration.ofMinutes(1)) != 0) {
        throw new IllegalStateException(command + " failed: " + terminal.output());
      }
      return terminal.output();
    }
  }

  @Override
  public void close() {
    Folders.delete(directory);
  }
}
