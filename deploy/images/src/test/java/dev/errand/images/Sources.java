package dev.errand.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** The repository's files. */
final class Sources {

  private static final Path HOME =
      Path.of(System.getProperty("errand.home", "../..")).toAbsolutePath().normalize();

  private Sources() {}

  static Path file(String name) {
    return HOME.resolve(name);
  }

  static String text(String name) {
    return text(file(name));
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML file, with its anchors and merges resolved. */
  static <T> T yaml(String name) {
    return new Yaml().load(text(name));
  }
}
