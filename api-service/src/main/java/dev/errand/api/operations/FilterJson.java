package dev.errand.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A filter in JSON: an object with the parameters of {@code GET /v1/jobs}, each a string or an
 * array of strings.
 */
final class FilterJson {

  private static final TypeReference<Map<String, List<String>>> PARAMETERS =
      new TypeReference<>() {};
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FilterJson() {}

  /**
   * The parameters in an object.
   *
   * @param wrong gets the names of those that are neither
   */
  static Map<String, List<String>> parameters(
      Map<String, JsonNode> object, Consumer<String> wrong) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    object.forEach(
        (name, value) ->
            texts(value)
                .ifPresentOrElse(texts -> parameters.put(name, texts), () -> wrong.accept(name)));
    return parameters;
  }

  private static Optional<List<String>> texts(JsonNode value) {
    if (value.isTextual()) {
      return Optional.of(List.of(value.textValue()));
    }
    if (!value.isArray() || value.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        return Optional.empty();
      }
      texts.add(element.textValue());
    }
    return Optional.of(texts);
  }

  /** As it is stored. */
  static String write(Map<String, List<String>> parameters) {
    try {
      return MAPPER.writeValueAsString(parameters);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a filter cannot be written as JSON", e);
    }
  }

  /** The parameters of a stored filter. */
  static Map<String, List<String>> read(String json) {
    try {
      return MAPPER.readValue(json, PARAMETERS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a stored filter cannot be read", e);
    }
  }
}
