package dev.errand.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reads a job's metadata as it is stored: a JSON object of strings. */
final class Metadata {

  private static final ObjectReader READER =
      new ObjectMapper().readerFor(new TypeReference<Map<String, String>>() {});

  private Metadata() {}

  /** The pairs in {@code json}; none where it is null. */
  static Map<String, String> parse(String json) {
    try {
      return json == null ? Map.of() : READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not metadata as it is stored", e);
    }
  }
}
