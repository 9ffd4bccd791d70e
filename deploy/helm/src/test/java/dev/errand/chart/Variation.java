package dev.errand.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The variations of values that the documentation describes.
 *
 * @param name the file's name, without its extension
 * @param values YAML
 */
record Variation(String name, String values) {

  static final Path PRODUCTION = Path.of("../../docs/examples/kubernetes/production-values.yaml");

  private static final Path DIRECTORY = Path.of("src/test/resources/values");
  private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

  static Stream<Variation> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return Stream.concat(files.sorted().toList().stream(), Stream.of(PRODUCTION))
          .map(Variation::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Variation named(String name) {
    return of(DIRECTORY.resolve(name + ".yaml"));
  }

  static Variation production() {
    return of(PRODUCTION);
  }

  Manifests rendered() {
    return RENDERED.computeIfAbsent(name, _ -> Chart.render(values));
  }

  private static Variation of(Path file) {
    return new Variation(file.getFileName().toString().replace(".yaml", ""), Chart.read(file));
  }

  @Override
  public String toString() {
    return name;
  }
}
