package dev.errand.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param name in lower case, as for {@code --columns}
 * @param value the text of a row; empty for none
 */
public record Column(String name, Function<JsonNode, String> value) {

  /** A column with a field as it is. */
  public static Column of(String name, String field) {
    return new Column(name, row -> text(row.path(field)));
  }

  /** Text as it is, lists with commas, other JSON as JSON; empty for null. */
  public static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      return String.join(",", value.valueStream().map(Column::text).toList());
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
