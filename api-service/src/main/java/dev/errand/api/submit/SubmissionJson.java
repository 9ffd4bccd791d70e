package dev.errand.api.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.api.submit.RawSubmission.Body;
import dev.errand.text.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a submission's JSON. It walks over the tokens instead of binding them to a class, so that
 * the provider's request is never decoded and every error can be reported at once.
 */
final class SubmissionJson {

  private static final int DEPTH = 1000;

  /** Far more than a submission may have: the error of each field is kept and reported. */
  private static final int MEMBERS = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Everything is UTF-8: if Jackson guesses UTF-16, it has no byte offsets.
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final String BODY = "the body";

  /** Whose JSON is one line of several. */
  private static final String LINE = "the line";

  private final byte[] json;
  private final String what;
  private final JsonParser parser;

  private SubmissionJson(byte[] json, String what) throws IOException {
    this.json = json;
    this.what = what;
    this.parser = MAPPER.createParser(json);
  }

  /** What is read of the one JSON object of a payload. */
  private interface Part<T> {
    T of(SubmissionJson json) throws IOException;
  }

  /**
   * The fields of the one JSON object in {@code payload}.
   *
   * @throws RejectedException if the payload is not one JSON object
   */
  static RawSubmission read(byte[] payload) {
    return read(payload, BODY, SubmissionJson::fields);
  }

  /**
   * The same for a line: an error names the column alone.
   *
   * @throws RejectedException if the line is not one JSON object
   */
  static RawSubmission readLine(byte[] line) {
    return read(line, LINE, SubmissionJson::fields);
  }

  /**
   * The provider's request where it is the whole payload.
   *
   * @throws RejectedException if the payload is not one JSON object
   */
  static Body readBody(byte[] payload) {
    return read(payload, BODY, SubmissionJson::object);
  }

  private static <T> T read(byte[] payload, String what, Part<T> part) {
    byte[] json = Utf8.withoutByteOrderMark(payload);
    if (!Utf8.isValid(json)) {
      throw RejectedException.malformed(what + " is not UTF-8");
    }
    try {
      return new SubmissionJson(json, what).one(part);
    } catch (JsonProcessingException e) {
      throw RejectedException.malformed(fault(e, !what.equals(LINE)));
    } catch (NumberFormatException e) {
      throw RejectedException.malformed("a number's exponent is too long");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
  }

  /** What is wrong with the JSON, and where. */
  static String fault(JsonProcessingException e) {
    return fault(e, true);
  }

  private static String fault(JsonProcessingException e, boolean withLine) {
    if (e instanceof StreamConstraintsException) {
      return "JSON nested deeper than %d, a number longer than %d characters or a name longer than %d"
              .formatted(
                  DEPTH,
                  StreamReadConstraints.DEFAULT_MAX_NUM_LEN,
                  StreamReadConstraints.DEFAULT_MAX_NAME_LEN)
          + " is not supported";
    }
    String line = withLine ? "line %d, ".formatted(e.getLocation().getLineNr()) : "";
    return "%scolumn %d: %s"
        .formatted(line, e.getLocation().getColumnNr(), Utf8.storable(e.getOriginalMessage()));
  }

  private <T> T one(Part<T> part) throws IOException {
    if (parser.nextToken() == null) {
      throw RejectedException.malformed(what + " is empty: send one JSON object");
    }
    if (!parser.isExpectedStartObjectToken()) {
      throw RejectedException.malformed(what + " must be one JSON object");
    }
    T read = part.of(this);
    if (parser.nextToken() != null) {
      throw RejectedException.malformed("there is more text after the JSON object");
    }
    return read;
  }

  private RawSubmission fields() throws IOException {
    Map<String, JsonNode> fields = new HashMap<>();
    Optional<Body> body = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      if (name.equals("body")) {
        body = Optional.of(body());
      } else {
        fields.put(name, value());
        requireFew(fields.size());
      }
    }
    return new RawSubmission(fields, body);
  }

  private Body body() throws IOException {
    if (parser.isExpectedStartObjectToken()) {
      return object();
    }
    parser.skipChildren();
    return new Body(new byte[0], false, MissingNode.getInstance(), Set.of());
  }

  private Body object() throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    JsonNode model = MissingNode.getInstance();
    Set<String> switchedOn = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken first = parser.nextToken();
      if (name.equals("model")) {
        model = scalar();
      } else {
        if (first == JsonToken.VALUE_TRUE && Draft.Body.SWITCHES.contains(name)) {
          switchedOn.add(name);
        }
        parser.skipChildren();
      }
    }
    int end = (int) parser.currentLocation().getByteOffset();
    return new Body(Arrays.copyOfRange(json, start, end), true, model, switchedOn);
  }

  /** Fields contain at most an object of scalars: of deeper values, only the type is kept. */
  private JsonNode value() throws IOException {
    if (!parser.isExpectedStartObjectToken()) {
      return scalar();
    }
    ObjectNode members = MAPPER.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.set(name, scalar());
      requireFew(members.size());
    }
    return members;
  }

  private static void requireFew(int members) {
    if (members > MEMBERS) {
      throw RejectedException.malformed(
          "an object may have more than %d members only inside body".formatted(MEMBERS));
    }
  }

  private JsonNode scalar() throws IOException {
    if (parser.currentToken().isScalarValue()) {
      return parser.readValueAsTree();
    }
    JsonNode kind =
        parser.isExpectedStartArrayToken() ? MAPPER.createArrayNode() : MAPPER.createObjectNode();
    parser.skipChildren();
    return kind;
  }
}
