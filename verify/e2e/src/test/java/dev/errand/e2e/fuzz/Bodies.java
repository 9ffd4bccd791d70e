package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.e2e.fuzz.ApiDocument.Body;
import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.Requests.Kind;
import java.util.Map.Entry;

/** Generates the bodies of requests from their description: JSON, lines of JSON, and forms. */
final class Bodies {

  private static final String FILES = "/v1/files/";
  private static final String PART =
      "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
  private static final String END = "--%s--\r\n";

  private final Chance chance;
  private final KnownIds ids;
  private final SchemaValues values;
  private final Wounds wounds;

  Bodies(Chance chance, KnownIds ids, SchemaValues values) {
    this.chance = chance;
    this.ids = ids;
    this.values = values;
    this.wounds = new Wounds(chance, values);
  }

  /** A body for an operation; mostly none if it takes none. */
  byte[] of(Operation operation, Kind kind) {
    return operation
        .body()
        .map(body -> body.isLines() ? lines(body, kind) : one(body, kind))
        .orElseGet(() -> chance.oneIn(10) ? chance.bytes(chance.of(1, 100, 20_000)) : new byte[0]);
  }

  private byte[] lines(Body body, Kind kind) {
    byte[] all = new byte[0];
    for (int i = chance.below(6); i > 0; i--) {
      byte[] line = chance.oneIn(10) ? new byte[0] : one(body, kind);
      all = Wounds.joined(all, line, chance.of("\n", "\n", "\r\n", "\n\n").getBytes(UTF_8));
    }
    return all;
  }

  private byte[] one(Body body, Kind kind) {
    JsonNode valid =
        body.examples().isEmpty() || chance.oneIn(4)
            ? values.value(body.schema())
            : values.extended(chance.of(body.examples()), body.schema());
    nameFiles(valid);
    if (body.isForm()) {
      byte[] form = form(valid);
      return kind == Kind.NEARLY ? new ByteMutator(chance).mutated(form) : form;
    }
    return kind == Kind.NEARLY ? wounds.wounded(valid) : Json.bytes(valid);
  }

  /** Ids of files that exist, mostly. */
  private void nameFiles(JsonNode body) {
    for (Entry<String, JsonNode> field : body.properties()) {
      if (field.getKey().endsWith("_file_id") && !chance.oneIn(4)) {
        ids.any(FILES, chance).ifPresent(id -> ((ObjectNode) body).put(field.getKey(), id));
      }
    }
  }

  /** One part for each property. */
  private static byte[] form(JsonNode properties) {
    StringBuilder form = new StringBuilder();
    properties
        .properties()
        .forEach(
            property ->
                form.append(
                    PART.formatted(
                        Body.BOUNDARY, property.getKey(), property.getValue().asText())));
    return form.append(END.formatted(Body.BOUNDARY)).toString().getBytes(UTF_8);
  }
}
