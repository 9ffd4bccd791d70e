package dev.errand.store.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A job's metadata as stored: a JSON object of strings. */
public final class Metadata {

  private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectReader READER = MAPPER.readerFor(PAIRS);
  private static final ObjectWriter WRITER = MAPPER.writerFor(PAIRS);

  private Metadata() {}

  /** The pairs in {@code json}; none if it is null. */
  public static Map<String, String> parse(String json) {
    try {
      return json == null ? Map.of() : READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("stored metadata cannot be read", e);
    }
  }

  /** The pairs as JSON. */
  public static String write(Map<String, String> pairs) {
    try {
      return WRITER.writeValueAsString(pairs);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("metadata cannot be written as JSON", e);
    }
  }
}
