package dev.errand.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart in this repository, and its rendering by Helm. */
final class Chart {

  static final Path DIRECTORY = Path.of("errand");
  static final String RELEASE = "errand";
  static final String NAMESPACE = "errand";

  private static final String KUBERNETES = "1.34.0";

  /** Helm's library does not render hooks; under another name they are not hooks. */
  private static final String HOOK = "helm.sh/hook";

  private static final String NO_HOOK = "not.helm.sh/hook";

  /** Helm's library asks a cluster even when it only renders; Helm itself then finds nothing. */
  private static final String LOOKUP = ":= lookup ";

  private static final String NOTHING = ":= dict ";
  private static final Path WITH_HOOKS = copy();
  private static final Path WITHOUT_HOOKS = withoutHooks();

  private Chart() {}

  /** All objects of an installation with these values (YAML), including hooks. */
  static Manifests render(String values) {
    return Manifests.of(text(values));
  }

  /** The same as text. */
  static String text(String values) {
    return template(WITHOUT_HOOKS, values).replace(NO_HOOK, HOOK);
  }

  /** The text of the release as Helm stores it, without hooks. */
  static String release(String values) {
    return template(WITH_HOOKS, values);
  }

  /** The value of a template of one's own in the chart. */
  static String evaluate(String template) {
    Path copy = copy();
    write(
        copy.resolve("templates/evaluated.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: evaluated}\ndata: {value: %s}\n"
            .formatted(template));
    return Manifests.of(template(copy, "{}"))
        .the(ConfigMap.class, "evaluated")
        .getData()
        .get("value");
  }

  /** The values that come with the chart. */
  static JsonNode defaults() {
    return Yaml.read(read(DIRECTORY.resolve("values.yaml")));
  }

  /** The output of Helm's linter for the chart with these values instead of its own. */
  static List<String> lint(String values) {
    Path copy = copy();
    JsonNode all = over(defaults(), Yaml.read(values));
    write(copy.resolve("values.yaml"), Yaml.write(all));
    LintResult result = new Helm(copy).lint().strict().quiet().call();
    return result.isFailed() && result.getMessages().isEmpty()
        ? List.of("failed without a word")
        : result.getMessages();
  }

  /** A file of this module or a sibling. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template(Path chart, String values) {
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        return new Helm(chart)
            .template()
            .withName(RELEASE)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(file)
            .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode over(JsonNode under, JsonNode over) {
    if (!(under instanceof ObjectNode) || !(over instanceof ObjectNode)) {
      return over;
    }
    ObjectNode both = under.deepCopy();
    over.properties()
        .forEach(
            entry -> {
              JsonNode below = both.path(entry.getKey());
              both.set(entry.getKey(), over(below, entry.getValue()));
            });
    return both;
  }

  private static Path withoutHooks() {
    Path copy = copy();
    files(copy.resolve("templates"))
        .forEach(file -> write(file, read(file).replace(HOOK, NO_HOOK)));
    return copy;
  }

  private static Path copy() {
    try {
      Path copy = Files.createTempDirectory("chart").resolve(DIRECTORY.getFileName());
      for (Path file : files(DIRECTORY)) {
        Path target = copy.resolve(DIRECTORY.relativize(file));
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file).replace(LOOKUP, NOTHING));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
