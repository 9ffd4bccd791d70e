package dev.errand.api.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the embeddings of an answer as base64 of little-endian floats. Token by token: an answer
 * may have millions of numbers.
 */
final class Base64Embeddings {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String EMBEDDING = "embedding";
  private static final int USUAL_DIMENSIONS = 4096;

  private final JsonParser in;
  private final JsonGenerator out;
  private ByteBuffer floats = buffer(USUAL_DIMENSIONS);

  private Base64Embeddings(JsonParser in, JsonGenerator out) {
    this.in = in;
    this.out = out;
  }

  /** The answer with base64 for each list of numbers; unchanged if it has others or is not JSON. */
  static byte[] of(byte[] answer) {
    ByteArrayOutputStream converted = new ByteArrayOutputStream(answer.length);
    try (JsonParser in = JSON.createParser(answer);
        JsonGenerator out = JSON.createGenerator(converted)) {
      if (!new Base64Embeddings(in, out).convert()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be converted", e);
    }
    return converted.toByteArray();
  }

  private boolean convert() throws IOException {
    boolean numbers = true;
    while (numbers && in.nextToken() != null) {
      boolean embedding =
          in.currentToken() == JsonToken.START_ARRAY && EMBEDDING.equals(in.currentName());
      if (embedding) {
        numbers = readFloats();
        out.writeBinary(floats.array(), 0, floats.position());
      } else {
        out.copyCurrentEventExact(in);
      }
    }
    return numbers;
  }

  /** Whether there were nothing but numbers. */
  private boolean readFloats() throws IOException {
    floats.clear();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (!in.currentToken().isNumeric()) {
        return false;
      }
      if (floats.remaining() < Float.BYTES) {
        floats = buffer(floats.capacity() / Float.BYTES * 2).put(floats.flip());
      }
      floats.putFloat(in.getFloatValue());
    }
    return true;
  }

  private static ByteBuffer buffer(int numbers) {
    return ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
