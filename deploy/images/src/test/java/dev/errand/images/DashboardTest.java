package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardTest {

  private static final Pattern SHOWN = Pattern.compile("errand_[a-z_]+");

  /** How the code makes a meter: a kind, and a name of ours. */
  private static final Pattern MADE =
      Pattern.compile(
          "(?i)(counter|timer|gauge|gaugeMapSize|(?:Counter|Gauge|Timer)\\.builder)"
              + "\\(\\s*\"(errand\\.[a-z._]+)\"");

  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of("_total"),
          "timer", List.of("_seconds_count", "_seconds_sum", "_seconds_max"),
          "gauge", List.of(""));

  private final JsonNode dashboard = read();

  @Test
  void itShowsOnlyWhatTheServicesMeasure() {
    Set<String> measured = measured();
    Set<String> shown = shown();
    assertTrue(measured.containsAll(shown), () -> without(shown, measured));
    assertTrue(shown.size() > 15, shown::toString);
  }

  @Test
  void panelsDoNotOverlapAndHaveNumbersOfTheirOwn() {
    Set<Integer> numbers = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertTrue(numbers.add(panel.path("id").intValue()));
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").intValue(); x++) {
        assertTrue(places.add((at.path("x").intValue() + x) + " " + at.path("y")));
      }
    }
  }

  @Test
  void itAsksTheSourceThatTheReaderChooses() {
    assertEquals(
        Set.of("${datasource}"),
        dashboard.findValues("datasource").stream()
            .map(source -> source.path("uid").textValue())
            .collect(Collectors.toSet()));
  }

  @Test
  void grafanaFindsItWhereComposePutsIt() {
    String compose = Sources.text("deploy/compose/compose.yaml");
    assertTrue(compose.contains("../grafana:/etc/grafana/errand:ro"));
    Map<String, List<Map<String, Map<String, String>>>> provisioning =
        Sources.yaml("deploy/compose/grafana/provisioning/dashboards/errand.yaml");
    assertEquals(
        "/etc/grafana/errand", provisioning.get("providers").getFirst().get("options").get("path"));
  }

  private Set<String> shown() {
    return dashboard.findValuesAsText("expr").stream()
        .flatMap(expression -> SHOWN.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> measured() {
    return Stream.of("common", "api-service", "worker-service")
        .flatMap(module -> javaFiles(Sources.file(module).resolve("src/main")))
        .flatMap(file -> MADE.matcher(Sources.text(file)).results())
        .flatMap(DashboardTest::names)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(MatchResult made) {
    String kind = made.group(1).toLowerCase(java.util.Locale.ROOT);
    String name = made.group(2).replace('.', '_');
    return SUFFIXES.entrySet().stream()
        .filter(suffixes -> kind.startsWith(suffixes.getKey()))
        .flatMap(suffixes -> suffixes.getValue().stream())
        .map(suffix -> name + suffix);
  }

  private static Stream<Path> javaFiles(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String without(Set<String> shown, Set<String> measured) {
    Set<String> left = new TreeSet<>(shown);
    left.removeAll(measured);
    return "not measured: " + left;
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Sources.text("deploy/grafana/errand.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
