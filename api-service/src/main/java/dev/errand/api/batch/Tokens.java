package dev.errand.api.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The tokens of one answer as its provider counted them; 0 where it did not, or wrote something
 * else than a possible number.
 */
record Tokens(long input, long cached, long output, long reasoning) {

  static final Tokens NONE = new Tokens(0, 0, 0, 0);

  private static final JsonFactory JSON = new JsonFactory();

  /** No call takes so many. */
  private static final long TOO_MANY = 1_000_000_000_000L;

  /** Reads the {@code usage} of an answer of any endpoint. */
  static Tokens of(byte[] answer) {
    try (JsonParser json = JSON.createParser(answer)) {
      Tokens found = NONE;
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        boolean object = json.nextToken() == JsonToken.START_OBJECT;
        found = object && name.equals("usage") ? usage(json) : found;
        json.skipChildren();
      }
      return found;
    } catch (IOException e) {
      // Nested too deep for us, for example.
      return NONE;
    }
  }

  private static Tokens usage(JsonParser json) throws IOException {
    Tokens found = NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      found =
          switch (name) {
            case "prompt_tokens", "input_tokens" -> found.withInput(number(json));
            case "completion_tokens", "output_tokens" -> found.withOutput(number(json));
            case "prompt_tokens_details", "input_tokens_details" ->
                found.withCached(field(json, "cached_tokens"));
            case "completion_tokens_details", "output_tokens_details" ->
                found.withReasoning(field(json, "reasoning_tokens"));
            default -> found;
          };
      json.skipChildren();
    }
    return found;
  }

  /** The number in a field of an object; 0 if there is none. Ends at the object's end. */
  private static long field(JsonParser json, String wanted) throws IOException {
    long found = 0;
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        found = name.equals(wanted) ? number(json) : found;
        json.skipChildren();
      }
    }
    return found;
  }

  private static long number(JsonParser json) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    long number = fits ? json.getLongValue() : 0;
    return number > 0 && number < TOO_MANY ? number : 0;
  }

  private Tokens withInput(long tokens) {
    return new Tokens(tokens, cached, output, reasoning);
  }

  private Tokens withCached(long tokens) {
    return new Tokens(input, tokens, output, reasoning);
  }

  private Tokens withOutput(long tokens) {
    return new Tokens(input, cached, tokens, reasoning);
  }

  private Tokens withReasoning(long tokens) {
    return new Tokens(input, cached, output, tokens);
  }
}
