package dev.errand.worker.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A JSON text that every client can read: well-formed UTF-8 according to RFC 8259, without unpaired
 * surrogates. Texts that deviate only through their writers' habits are repaired.
 *
 * @param text the text byte for byte, unless it was repaired
 * @param outline its {@link Outline}
 */
record StrictJson(byte[] text, JsonNode outline) {

  /**
   * Many parsers read no deeper. The length of numbers is bounded because a number is read as a
   * whole.
   */
  static final int DEPTH = 1000;

  static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH)
          .maxNumberLength(100_000)
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  /** Accepts what Python's json.dumps writes for NaN and infinity, and raw line breaks. */
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(LIMITS)
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(DEPTH + 1).build())
          .build();

  /** Reads a text and repairs it if necessary. Throws a JacksonException if it is not JSON. */
  static StrictJson read(byte[] text) throws IOException {
    if (Utf8.isValid(text) && !SurrogateEscapes.haveHalfPair(text)) {
      try {
        return new StrictJson(text, Outline.of(text));
      } catch (JsonEOFException | StreamConstraintsException | MoreThanOneValueException e) {
        throw e;
      } catch (JsonParseException e) {
        // It may be repairable.
      }
    }
    byte[] mended = mended(text);
    return new StrictJson(mended, Outline.of(mended));
  }

  /** The reader gets U+FFFD instead of bytes that are not UTF-8. */
  private static byte[] mended(byte[] text) throws IOException {
    ByteArrayOutputStream mended = new ByteArrayOutputStream(text.length + 64);
    InputStreamReader utf8 =
        new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8);
    try (JsonParser parser = LENIENT.createParser(utf8);
        JsonGenerator generator = LENIENT.createGenerator(mended)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        copy(token, parser, generator);
      }
    }
    return mended.toByteArray();
  }

  private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator)
      throws IOException {
    switch (token) {
      case FIELD_NAME -> generator.writeFieldName(Utf8.whole(parser.currentName()));
      case VALUE_STRING -> generator.writeString(Utf8.whole(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), generator);
      default -> generator.copyCurrentEvent(parser);
    }
  }

  private static void number(String text, JsonGenerator generator) throws IOException {
    if (Character.isDigit(text.charAt(text.length() - 1))) {
      generator.writeNumber(text);
    } else {
      // NaN, Infinity: not numbers in JSON.
      generator.writeNull();
    }
  }
}
