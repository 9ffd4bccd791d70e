package dev.errand.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64EmbeddingsTest {

  @Test
  void numbersBecomeLittleEndianFloats() {
    String answer =
        """
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[1, -0.5,2e0]},\
        {"index":1,"embedding":[]}],"model":"m","usage":{"prompt_tokens":3,"x":1.10}}""";

    assertEquals(
        """
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAL8AAABA"},\
        {"index":1,"embedding":""}],"model":"m","usage":{"prompt_tokens":3,"x":1.10}}""",
        converted(answer));
  }

  @Test
  void anEmbeddingMayHaveAnyNumberOfDimensions() throws IOException {
    int[] dimensions = {4095, 4096, 4097, 20_000};
    for (int count : dimensions) {
      String numbers =
          IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(","));
      JsonNode answer = new ObjectMapper().readTree(converted("{\"embedding\":[" + numbers + "]}"));

      FloatBuffer floats =
          ByteBuffer.wrap(answer.path("embedding").binaryValue())
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer();
      assertEquals(count, floats.remaining());
      float[] found = new float[count];
      floats.get(found);
      float[] expected = new float[count];
      IntStream.range(0, count).forEach(i -> expected[i] = i);
      assertArrayEquals(expected, found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[{\"embedding\":[[1,2],[3]]}]}",
        "{\"data\":[{\"embedding\":[1,null]}]}",
        "no JSON",
        "{\"data\":[{\"embedding\":[1,2"
      })
  void whatCannotBeConvertedStaysAsItIs(String answer) {
    byte[] bytes = answer.getBytes(UTF_8);
    assertSame(bytes, Base64Embeddings.of(bytes));
  }

  @Test
  void base64StaysBase64() {
    String answer = "{\"data\":[{\"embedding\":\"AACAPw==\"}]}";
    assertEquals(answer, converted(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/embeddings       | {\"input\":[[1]],\"encoding_format\":\"base64\"} | BASE64",
        "/v1/embeddings       | {\"encoding_format\":\"float\"}                  | AS_SENT",
        "/v1/embeddings       | {\"encoding_format\":null}                       | AS_SENT",
        "/v1/embeddings       | {\"x\":{\"encoding_format\":\"base64\"}}         | AS_SENT",
        "/v1/embeddings       | {}                                               | AS_SENT",
        "/v1/chat/completions | {\"encoding_format\":\"base64\"}                 | AS_SENT"
      })
  void theRequestSaysInWhichFormItWantsTheAnswer(String path, String request, AnswerForm form) {
    Endpoint endpoint = Endpoint.of(path).orElseThrow();
    assertEquals(form, AnswerForm.of(endpoint, request.getBytes(UTF_8)));
  }

  private static String converted(String answer) {
    return new String(Base64Embeddings.of(answer.getBytes(UTF_8)), UTF_8);
  }
}
