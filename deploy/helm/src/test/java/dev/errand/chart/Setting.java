package dev.errand.chart;

import io.quarkus.runtime.configuration.MemorySize;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting in the code.
 *
 * @param type the type of its value, without the optional
 * @param preset its default; empty if it is required, or may be omitted
 * @param required whether the service does not start without it
 */
record Setting(Type type, String preset, boolean required) {

  /** The error in this row of the reference; empty if there is none. */
  String wrongIn(MatchResult row) {
    if (!row.group(2).matches(defaultCell())) {
      return "default is " + (preset.isEmpty() ? required ? "required" : "none" : preset);
    }
    String unit = unit();
    if (unit.isEmpty()) {
      return List.of("duration", "bytes", "boolean").contains(row.group(3))
          ? "unit is not " + row.group(3)
          : "";
    }
    return row.group(3).equals(unit) ? "" : "unit is " + unit;
  }

  private String defaultCell() {
    if (preset.isEmpty()) {
      return (required ? "required" : "none") + "([:;] .+)?";
    }
    return "`" + Pattern.quote(preset) + "`";
  }

  /** The unit implied by the type; empty if there is none. */
  private String unit() {
    if (type == Duration.class) {
      return "duration";
    }
    if (type == MemorySize.class) {
      return "bytes";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type instanceof Class<?> kind && kind.isEnum()) {
      return Arrays.stream(kind.getEnumConstants())
          .map(each -> "`" + each.toString().toLowerCase(Locale.ROOT) + "`")
          .collect(Collectors.joining(" or "));
    }
    return "";
  }
}
