package dev.errand.worker.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.errand.store.models.ModelList;
import dev.errand.worker.models.LimitedBody.TooLargeException;
import dev.errand.worker.target.Credential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as providers' references show them; none of these providers was called. */
class ModelsReaderTest {

  private final ModelsReader reader = new ModelsReader(text -> text);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OpenAI | {"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"system"}]} | m
          Anthropic | {"data":[{"type":"model","id":"m","display_name":"M"}],"has_more":false,"first_id":"m","last_id":"m"} | m
          Gemini | {"object":"list","data":[{"id":"models/m","object":"model","owned_by":"google"}]} | m
          vLLM | {"object":"list","data":[{"id":"models/m","owned_by":"vllm","root":"m","permission":[{"id":"modelperm-1"}]}]} | models/m
          Ollama | {"object":"list","data":[{"id":"m:latest","object":"model","owned_by":"library"}]} | m:latest
          LiteLLM | {"data":[{"id":"a","object":"model"},{"id":"b","object":"model"}],"object":"list"} | a,b
          OpenRouter | {"data":[{"id":"openai/m","architecture":{"id":"x","modality":["text"]},"pricing":{"prompt":"0"}}]} | openai/m
          Together | [{"id":"org/m","object":"model","pricing":{}}] | org/m
          an id after its owner | {"data":[{"owned_by":"google","id":"models/m"}]} | m
          twice | {"data":[{"id":"m"},{"id":"m"}]} | m
          """)
  void listsOfEachShapeAreRead(String provider, String body, String ids) throws IOException {
    assertEquals(Optional.empty(), read(body));
    assertEquals(new ModelList(List.of(ids.split(",")), true), reader.list());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"object\":\"list\",\"data\":null}", "{\"object\":\"list\",\"data\":[]}", "[]"})
  void aProviderMayHaveNoModel(String body) throws IOException {
    read(body);

    assertEquals(new ModelList(List.of(), true), reader.list());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "\"m\"",
        "{}",
        "{\"error\":{\"message\":\"no\"}}",
        "{\"models\":[{\"id\":\"m\"}]}",
        "{\"data\":{\"id\":\"m\"}}",
        "{\"data\":[\"m\"]}",
        "{\"data\":[[]]}",
        "{\"data\":[{\"name\":\"m\"}]}",
        "{\"data\":[{\"id\":1}]}",
        "{\"data\":[{\"id\":\"m\"}",
        "<html><body>hello</body></html>",
        "data: {\"id\":\"m\"}"
      })
  void anythingElseIsNoList(String body) {
    assertThrows(JsonProcessingException.class, () -> read(body));
  }

  @Test
  void deepNestingIsNoList() {
    String body = "{\"x\":" + "[".repeat(100_000);

    assertThrows(JsonProcessingException.class, () -> read(body));
  }

  @Test
  void pagesGoOnAfterTheLastId() throws IOException {
    assertEquals(Optional.of("b"), read(page("a", "b", true)));
    assertEquals(Optional.empty(), read(page("c", "d", false)));

    assertEquals(new ModelList(List.of("a", "b", "c", "d"), true), reader.list());
  }

  /** One that turns in a circle would be asked for ever. */
  @Test
  void aPageWithNothingNewIsTheLast() throws IOException {
    read(page("a", "b", true));

    assertEquals(Optional.empty(), read(page("a", "b", true)));
    assertEquals(new ModelList(List.of("a", "b"), false), reader.list());
  }

  @Test
  void aThousandModelsAreKept() throws IOException {
    String ids =
        IntStream.range(0, 1_500)
            .mapToObj("{\"id\":\"m%d\"}"::formatted)
            .collect(Collectors.joining(","));

    assertEquals(Optional.empty(), read("{\"data\":[" + ids + "],\"has_more\":true}"));
    assertEquals(1_000, reader.list().models().size());
    assertFalse(reader.list().complete());
  }

  @Test
  void whatCanBeNoNameIsLeftOut() throws IOException {
    String long256 = "x".repeat(256);
    String ids =
        "{\"id\":\"%s\"},{\"id\":\"%sy\"},{\"id\":\"a\\u0000b\"},{\"id\":\"\\ud800\"},{\"id\":\" \"}"
            .formatted(long256, long256);
    read("{\"data\":[" + ids + "]}");

    assertEquals(new ModelList(List.of(long256), false), reader.list());
  }

  @Test
  void aKeyThatIsEchoedIsNotKept() throws IOException {
    ModelsReader redacting =
        new ModelsReader(new Credential(List.of("sk-secret-0123456789"))::redact);
    redacting.read(stream("{\"data\":[{\"id\":\"for sk-secret-0123456789\"}]}"));

    assertFalse(redacting.list().models().toString().contains("sk-secret"));
    assertEquals(1, redacting.list().models().size());
  }

  @Test
  void noMoreBytesAreReadThanTheLimit() throws IOException {
    byte[] body = "[{\"id\":\"m\"}]".getBytes(StandardCharsets.UTF_8);
    reader.read(new LimitedBody(new ByteArrayInputStream(body), body.length));
    assertEquals(List.of("m"), reader.list().models());

    InputStream one = new LimitedBody(new ByteArrayInputStream(body), body.length - 1);
    assertThrows(TooLargeException.class, () -> reader.read(one));
    InputStream single = new LimitedBody(new ByteArrayInputStream(body), 1);
    assertEquals('[', single.read());
    assertThrows(TooLargeException.class, single::read);
  }

  /** Of the test above: what is read one by one also ends. */
  @Test
  void theEndOfABodyIsItsEnd() throws IOException {
    assertTrue(new LimitedBody(InputStream.nullInputStream(), 1).read() < 0);
  }

  private static String page(String first, String last, boolean more) {
    return "{\"data\":[{\"id\":\"%s\"},{\"id\":\"%s\"}],\"has_more\":%s,\"last_id\":\"%s\"}"
        .formatted(first, last, more, last);
  }

  private Optional<String> read(String body) throws IOException {
    return reader.read(stream(body));
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }
}
