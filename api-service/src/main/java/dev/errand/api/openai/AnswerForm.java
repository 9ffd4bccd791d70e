package dev.errand.api.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.errand.job.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The form in which the client of a call wants its answer. */
enum AnswerForm {
  /** As the provider sent it, byte for byte. */
  AS_SENT,
  /** With embeddings as base64, which many providers don't support. */
  BASE64;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * What a request asks for.
   *
   * @param request one JSON object
   */
  static AnswerForm of(Endpoint endpoint, byte[] request) {
    return endpoint == Endpoint.EMBEDDINGS && asksForBase64(request) ? BASE64 : AS_SENT;
  }

  /** The answer in this form. */
  byte[] apply(byte[] answer) {
    return switch (this) {
      case AS_SENT -> answer;
      case BASE64 -> Base64Embeddings.of(answer);
    };
  }

  private static boolean asksForBase64(byte[] request) {
    try (JsonParser json = JSON.createParser(request)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("encoding_format")) {
          return json.currentToken() == JsonToken.VALUE_STRING && json.getText().equals("base64");
        }
        json.skipChildren();
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("a request that was checked could not be read", e);
    }
  }
}
