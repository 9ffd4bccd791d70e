package dev.errand.api.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.text.Utf8;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object that is no submission, read and checked as a submission's are. */
public final class JsonFields {

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();

  private final Map<String, JsonNode> fields = new HashMap<>();
  private final Set<String> cleared = new HashSet<>();
  private final Violations violations = new Violations();

  private JsonFields(JsonNode object) {
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                cleared.add(field.getKey());
              } else {
                fields.put(field.getKey(), field.getValue());
              }
            });
  }

  /**
   * Reads a body.
   *
   * @param reader makes the value of the fields; what is wrong is reported after it
   * @throws ProblemException where the body is no such value; it lists everything that is wrong
   */
  public static <T> T read(byte[] payload, Set<String> known, Function<JsonFields, T> reader) {
    try {
      JsonFields fields = of(payload);
      fields.allowOnly(known);
      T value = reader.apply(fields);
      fields.rejectWhatIsWrong();
      return value;
    } catch (RejectedException e) {
      throw new ProblemException(
          Problem.of(type(e), String.valueOf(e.getMessage()), e.violations()));
    }
  }

  private static ProblemType type(RejectedException e) {
    return switch (e.reason()) {
      case MALFORMED -> ProblemType.INVALID_JSON;
      case INVALID -> ProblemType.INVALID_BODY;
    };
  }

  private static JsonFields of(byte[] payload) {
    byte[] json = Utf8.withoutByteOrderMark(payload);
    if (!Utf8.isValid(json)) {
      throw RejectedException.malformed("the body is not UTF-8");
    }
    try {
      JsonNode value = JSON.readTree(json);
      if (!value.isObject()) {
        throw RejectedException.malformed("the body must be one JSON object");
      }
      return new JsonFields(value);
    } catch (JsonProcessingException e) {
      throw RejectedException.malformed(SubmissionJson.fault(e));
    } catch (NumberFormatException e) {
      throw RejectedException.malformed("a number's exponent is too long");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
  }

  /** Notes each field that is not among the known ones, which are listed once. */
  void allowOnly(Set<String> known) {
    violations.allowOnly(known, fields.keySet(), "");
  }

  /** Whether the field has a value; null is none. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Whether the field is there, if only as null. */
  private boolean mentions(String name) {
    return has(name) || cleared.contains(name);
  }

  /** A text that is not empty and can be stored. */
  public Optional<String> text(String name) {
    return violations.text(name, DraftJson.text(fields.get(name)));
  }

  /** A time with its offset, to the microsecond, as Postgres keeps it. */
  public Optional<Instant> time(String name) {
    return violations.time(name, DraftJson.text(fields.get(name)));
  }

  /** An integer from {@code min} to {@code max}. */
  public Optional<Integer> integer(String name, int min, int max) {
    return violations.integer(name, DraftJson.integer(fields.get(name)), min, max);
  }

  /** An integer from {@code min} to {@code max} that may be larger than 32 bits. */
  public Optional<Long> large(String name, long min, long max) {
    return violations.large(name, DraftJson.large(fields.get(name)), min, max);
  }

  /** A positive amount of money, in whole cents. */
  public Optional<BigDecimal> money(String name) {
    return violations.money(name, DraftJson.number(fields.get(name)));
  }

  /** True or false. */
  public Optional<Boolean> flag(String name) {
    JsonNode value = fields.get(name);
    if (value != null && !value.isBoolean()) {
      violations.add(name, "must be true or false");
    }
    return Optional.ofNullable(value).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
  }

  /** An object, with its fields in their order. */
  public Optional<Map<String, JsonNode>> object(String name) {
    JsonNode value = fields.get(name);
    if (value != null && !value.isObject()) {
      violations.add(name, "must be an object");
    }
    if (value == null || !value.isObject()) {
      return Optional.empty();
    }
    Map<String, JsonNode> object = new LinkedHashMap<>();
    value.properties().forEach(field -> object.put(field.getKey(), field.getValue()));
    return Optional.of(object);
  }

  /** An array of texts, of at most {@code most}. */
  public Optional<List<String>> texts(String name, int most) {
    JsonNode value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isArray() || value.isEmpty() || value.size() > most) {
      violations.add(name, "must be an array of 1 to %d strings".formatted(most));
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> violations.text(name, DraftJson.text(element)).ifPresent(texts::add));
    return Optional.of(List.copyOf(texts));
  }

  /** Passes on what was read of a field that is there: null if that is null, or invalid. */
  public <T> void set(String name, Optional<T> value, Consumer<@Nullable T> setter) {
    if (mentions(name)) {
      setter.accept(value.orElse(null));
    }
  }

  /** Notes what is wrong. */
  public void violation(String field, String message) {
    violations.add(field, message);
  }

  /**
   * Ends the checks.
   *
   * @throws RejectedException where something is wrong
   */
  void rejectWhatIsWrong() {
    violations.rejectIfAny();
  }
}
