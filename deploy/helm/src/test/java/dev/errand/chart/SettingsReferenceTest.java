package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the tables in docs/reference/configuration.md with the code: each setting has one row,
 * with its default and its unit. The test is in this module because it has the classes of both
 * services.
 */
class SettingsReferenceTest {

  private static final Path PAGE = Path.of("../../docs/reference/configuration.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(errand\\.[^`]+)` \\| (.+?) \\| (.+?) \\| (.+) \\|$", Pattern.MULTILINE);

  private final Map<String, Setting> settings = Settings.all();
  private final List<MatchResult> rows = ROW.matcher(Chart.read(PAGE)).results().toList();

  @Test
  void everySettingHasOneRowAndEveryRowASetting() {
    List<String> surplus = new ArrayList<>(rows.stream().map(row -> row.group(1)).toList());
    Set<String> missing = new TreeSet<>(settings.keySet());
    missing.removeAll(surplus);
    settings.keySet().forEach(surplus::remove);
    assertEquals(Set.of(), missing, "not in the reference");
    assertEquals(List.of(), surplus, "no setting, or a second row");
    assertTrue(settings.size() > 90, settings.keySet()::toString);
  }

  @Test
  void everyRowHasTheDefaultAndTheUnitOfTheCode() {
    Map<String, String> wrong = new TreeMap<>();
    rows.stream()
        .filter(row -> settings.containsKey(row.group(1)))
        .forEach(row -> wrong.put(row.group(1), settings.get(row.group(1)).wrongIn(row)));
    wrong.values().removeIf(String::isEmpty);
    assertEquals(Map.of(), wrong);
  }

  @Test
  void quarkusSettingsHaveTheServicesDefaults() {
    String page = Chart.read(PAGE);
    for (String each : Settings.changedOfQuarkus()) {
      String key = each.substring(0, each.indexOf('='));
      List<String> found =
          page.lines().filter(line -> line.startsWith("| `" + key + "` |")).toList();
      assertTrue(
          found.stream()
              .allMatch(row -> row.contains("`" + each.substring(key.length() + 1) + "`")),
          each);
    }
  }

  /** Tests the rules above. */
  @Test
  void aWrongRowWouldBeNoticed() {
    Setting lease = settings.get("errand.worker.lease");
    assertEquals("", lease.wrongIn(row("`30S`", "duration")));
    assertEquals("default is 30S", lease.wrongIn(row("`31S`", "duration")));
    assertEquals("unit is duration", lease.wrongIn(row("`30S`", "seconds")));
    Setting name = settings.get("errand.worker.name");
    assertEquals("", name.wrongIn(row("none: host and process id", "text")));
    assertEquals("default is none", name.wrongIn(row("`worker`", "text")));
    assertEquals("unit is not duration", name.wrongIn(row("none", "duration")));
  }

  private static MatchResult row(String preset, String unit) {
    return Stream.of("| `errand.x` | %s | %s | meaning |".formatted(preset, unit))
        .flatMap(line -> ROW.matcher(line).results())
        .findFirst()
        .orElseThrow();
  }
}
