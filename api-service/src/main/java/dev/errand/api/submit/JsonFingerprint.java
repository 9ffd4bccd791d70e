package dev.errand.api.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.errand.text.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A fingerprint of a JSON value, independent of its notation: white space, escapes, the order of an
 * object's members and the form of a number make no difference.
 *
 * <p>It is computed while the tokens are read. The hashes of an object's members are added, because
 * a sum has no order, so only one number is kept for each open object; sorting the members first,
 * as RFC 8785 does, would need memory for all of them. Numbers are compared by their exact value;
 * RFC 8785 rounds them to doubles.
 */
final class JsonFingerprint {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  // This JSON has been read, and bounded, before.
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final int LANES = 4;

  private final JsonParser parser;

  private JsonFingerprint(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The fingerprint of the first JSON value in {@code json}, which must have been read before.
   *
   * @param json UTF-8, without a byte order mark
   */
  static byte[] of(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      MessageDigest digest = Sha256.digest();
      new JsonFingerprint(parser).value(digest);
      return digest.digest();
    } catch (IOException e) {
      throw new IllegalStateException("JSON that was read before could not be read again", e);
    }
  }

  /**
   * Feeds the value at the current token: its type, then its content, so that different values
   * differ.
   */
  private void value(MessageDigest digest) throws IOException {
    JsonToken token = parser.currentToken();
    digest.update((byte) kind(token).id());
    switch (token) {
      case START_OBJECT -> object(digest);
      case START_ARRAY -> array(digest);
      case VALUE_STRING ->
          text(digest, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(digest, parser.getText());
      default -> {
        // true, false and null are determined by their type.
      }
    }
  }

  /** {@code 1} and {@code 1.0} have the same type. */
  private static JsonToken kind(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT ? JsonToken.VALUE_NUMBER_FLOAT : token;
  }

  private void array(MessageDigest digest) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(digest);
    }
    digest.update((byte) JsonToken.END_ARRAY.id());
  }

  private void object(MessageDigest digest) throws IOException {
    long[] sum = new long[LANES];
    int members = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      MessageDigest member = Sha256.digest();
      char[] name = parser.currentName().toCharArray();
      text(member, name, 0, name.length);
      parser.nextToken();
      value(member);
      add(sum, ByteBuffer.wrap(member.digest()));
      members++;
    }
    ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + LANES * Long.BYTES).putInt(members);
    for (long lane : sum) {
      all.putLong(lane);
    }
    digest.update(all.flip());
  }

  /** Adds numbers of 256 bits, discarding the overflow. */
  private static void add(long[] sum, ByteBuffer number) {
    long carry = 0;
    for (int i = LANES - 1; i >= 0; i--) {
      long term = number.getLong(i * Long.BYTES);
      long added = sum[i] + term;
      long withCarry = added + carry;
      boolean over =
          Long.compareUnsigned(added, term) < 0 || Long.compareUnsigned(withCarry, added) < 0;
      sum[i] = withCarry;
      carry = over ? 1 : 0;
    }
  }

  /** As UTF-16, because an escape may be an unpaired surrogate, which UTF-8 cannot represent. */
  private static void text(MessageDigest digest, char[] chars, int offset, int length) {
    ByteBuffer part = ByteBuffer.allocate(Math.min(2 * length, 8192) + Integer.BYTES);
    part.putInt(length);
    for (int i = 0; i < length; i++) {
      if (part.remaining() < Character.BYTES) {
        digest.update(part.flip());
        part.clear();
      }
      part.putChar(chars[offset + i]);
    }
    digest.update(part.flip());
  }

  private static void number(MessageDigest digest, String text) {
    String value = text;
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      value = number.unscaledValue() + "e" + -(long) number.scale();
    } catch (ArithmeticException | NumberFormatException e) {
      // Its exponent is too large: compared as written.
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
