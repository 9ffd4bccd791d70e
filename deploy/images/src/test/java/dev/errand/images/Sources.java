package dev.errand.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The repository's files. */
final class Sources {

  private static final Path HOME =
      Path.of(System.getProperty("errand.home", "../..")).toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS =
      Set.of(".git", ".errand", ".idea", ".vscode", "node_modules");

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

  /** All files of the repository whose names match, except build output. */
  static List<Path> all(String names) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          HOME,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes at) {
              return isOurs(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes at) {
              if (file.getFileName().toString().matches(names)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** A folder named target is Maven's only next to a pom; elsewhere it is a package. */
  private static boolean isOurs(Path directory) {
    String name = directory.getFileName().toString();
    return !NOT_OURS.contains(name)
        && !(name.equals("target") && Files.exists(directory.resolveSibling("pom.xml")));
  }

  /** A YAML file, with its anchors and merges resolved. */
  static <T> T yaml(String name) {
    return new Yaml().load(text(name));
  }
}
