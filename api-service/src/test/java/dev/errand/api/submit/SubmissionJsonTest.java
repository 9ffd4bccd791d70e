package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.submit.Draft.Body;
import dev.errand.api.submit.RejectedException.Reason;
import dev.errand.text.Utf8;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ \"model\" : \"m\" , \"x\" : 1.0e+5 , \"y\":-0.0, \"z\" : 1E400}",
        "{\n\t\"b\":\"\\u00e9\\ud800\\u0000\\/\",\r\n\"a\": [ 1 ,2,{ } ] ,\"model\":\"é😀\"}",
        "{\"\":\"\", \"model\":null, \"deep\": [[[[{\"stream\":true}]]]]}",
      })
  void theProvidersRequestIsKeptByteForByte(String body) {
    String json = "{\"é\":\"😀\" , \"body\" :  " + body + "  ,\"model\":\"x\"}";
    RawSubmission raw = read(json);
    assertEquals(body, new String(raw.body().orElseThrow().bytes(), UTF_8));
    assertEquals("x", raw.fields().get("model").textValue());
    assertFalse(raw.body().orElseThrow().switchedOn().contains(Body.STREAM));
  }

  @Test
  void modelAndStreamAreSeenInTheProvidersRequest() {
    RawSubmission raw =
        read("{\"body\":{\"a\":{\"model\":\"no\"},\"stream\":true,\"model\":\"m\"}}");
    assertEquals("m", raw.body().orElseThrow().model().textValue());
    assertTrue(raw.body().orElseThrow().switchedOn().contains(Body.STREAM));
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheJson() {
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    marked.writeBytes("{\"body\":{\"model\":\"é\"}}".getBytes(UTF_8));
    RawSubmission raw = SubmissionJson.read(marked.toByteArray());
    assertArrayEquals("{\"model\":\"é\"}".getBytes(UTF_8), raw.body().orElseThrow().bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "nonsense",
        "[]",
        "1",
        "\"text\"",
        "null",
        "{",
        "{\"body\":{\"model\":\"m\"}",
        "{\"a\":1,}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1}{\"a\":2}",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":2}",
        "{\"body\":{\"b\":1,\"b\":2}}",
        "{\"body\":{\"b\":\"\\x\"}}",
        "{\"body\":{\"b\":\"\n\"}}",
        "{\"a\":1e99999999999999999999}",
        "{\"\\ud800\":1}",
        "{'a':1}",
        "{\"a\":1 /* comment */}"
      })
  void anythingButOneJsonObjectIsMalformed(String json) {
    assertMalformed(json.getBytes(UTF_8));
  }

  @Test
  void tenThousandDeepJsonIsMalformed() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertMalformed(("{\"body\":" + deep + "}").getBytes(UTF_8));
    assertMalformed(("{\"metadata\":" + deep + "}").getBytes(UTF_8));
    assertMalformed(deep.getBytes(UTF_8));
  }

  @Test
  void aNumberOfAMillionDigitsIsMalformed() {
    assertMalformed(("{\"priority\":" + "1".repeat(1_000_000) + "}").getBytes(UTF_8));
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    assertMalformed(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    assertMalformed(
        new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'});
    assertMalformed("{\"a\":1}".getBytes(UTF_16));
    assertMalformed("{\"a\":1}".getBytes(UTF_16LE));
    assertMalformed(new byte[] {0});
  }

  private static RawSubmission read(String json) {
    return SubmissionJson.read(json.getBytes(UTF_8));
  }

  private static void assertMalformed(byte[] json) {
    RejectedException e = assertThrows(RejectedException.class, () -> SubmissionJson.read(json));
    assertEquals(Reason.MALFORMED, e.reason());
    assertTrue(Utf8.isStorable(e.getMessage()), e.getMessage());
    assertTrue(e.getMessage().length() < 500, e.getMessage());
  }
}
