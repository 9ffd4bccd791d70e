package dev.errand.worker.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in unrequested content codings and charsets. */
class LlmClientCodingTest {

  private static final String TEXT =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"caf\u00e9"
          + " na\u00efve\"}}]}";

  private static final byte[] PLAIN = TEXT.getBytes(StandardCharsets.UTF_8);

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw", "gzip, gzip", "identity"})
  void aCompressedAnswerIsStoredAsItsText(String coding) throws IOException {
    byte[] body = PLAIN;
    for (String one : coding.split(", ")) {
      body = compressed(one, body);
    }
    String header = coding.equals("raw") ? "deflate" : coding;

    assertEquals(TEXT, answered(call(200, Map.of("Content-Encoding", header), body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void anUncompressedBodyIsAcceptedDespiteItsContentEncoding(String coding) {
    assertEquals(TEXT, answered(call(200, Map.of("Content-Encoding", coding), PLAIN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw"})
  void aCompressedErrorIsRead(String coding) throws IOException {
    byte[] error = "{\"error\":{\"message\":\"no such model\"}}".getBytes(StandardCharsets.UTF_8);
    String header = coding.equals("raw") ? "deflate" : coding;

    LlmOutcome outcome = call(404, Map.of("Content-Encoding", header), compressed(coding, error));

    Refused refused = assertInstanceOf(Refused.class, outcome);
    assertTrue(refused.failure().message().contains("no such model"), refused::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress"})
  void anUnknownCodingIsNamedAndNotTriedAgain(String coding) {
    Refused refused =
        assertInstanceOf(
            Refused.class, call(200, Map.of("Content-Encoding", coding), new byte[] {1, 2, 3}));

    assertEquals(Failure.Type.INVALID_ANSWER, refused.failure().type());
    assertTrue(refused.failure().message().contains("Content-Encoding " + coding));
  }

  @Test
  void anErrorInAnUnknownCodingKeepsTheMeaningOfItsStatus() {
    Broken broken =
        assertInstanceOf(Broken.class, call(503, Map.of("Content-Encoding", "br"), PLAIN));

    assertEquals(503, broken.call().httpStatus());
    assertTrue(broken.failure().message().contains("br"));
  }

  @Test
  void aCompressedAnswerThatIsBrokenIsTriedAgain() throws IOException {
    byte[] whole = compressed("gzip", PLAIN);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);

    Broken broken =
        assertInstanceOf(Broken.class, call(200, Map.of("Content-Encoding", "gzip"), half));

    assertEquals(Failure.Type.CONNECTION, broken.failure().type());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw"})
  void aSmallBodyThatBecomesTooLargeIsRejected(String coding) throws IOException {
    byte[] bomb = compressed(coding, new byte[50 << 20]);
    String header = coding.equals("raw") ? "deflate" : coding;

    Refused refused =
        assertInstanceOf(Refused.class, call(200, Map.of("Content-Encoding", header), bomb));

    assertEquals(Failure.Type.ANSWER_TOO_LARGE, refused.failure().type());
    assertTrue(provider.memory.held() < 20 << 20, "held " + provider.memory.held());
  }

  @ParameterizedTest
  @CsvSource({
    "iso-8859-1, iso-8859-1",
    "windows-1252, windows-1252",
    "ISO-8859-15, '\"ISO-8859-15\"'",
    "utf-16, utf-16",
    "utf-16le, ",
    "utf-16be, utf-8",
    "utf-32be, ",
    "utf-32le, utf-32le",
    "utf-8, x-unheard-of",
    "utf-8, utf8",
    "utf-8, ''"
  })
  void anAnswerInAnotherCharsetIsStoredInUtf8(String charset, String declared) {
    String type = "application/json" + (declared == null ? "" : "; charset=" + declared);
    byte[] body = TEXT.getBytes(Charset.forName(charset));

    assertEquals(TEXT, answered(call(200, Map.of("Content-Type", type), body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"})
  void aByteOrderMarkIsUsedButNotStored(String charset) {
    byte[] body = ("\ufeff" + TEXT).getBytes(Charset.forName(charset));
    Map<String, String> headers = Map.of("Content-Type", "application/json; charset=iso-8859-1");

    assertEquals(TEXT, answered(call(200, headers, body)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0xc3, 0xed})
  void invalidUtf8IsNotStored(int wrong) {
    byte[] body = PLAIN.clone();
    body[TEXT.indexOf("caf")] = (byte) wrong;

    String stored =
        call(200, Map.of(), body) instanceof Answered answered
            ? new String(answered.body(), StandardCharsets.UTF_8)
            : "";

    // Rejected completely, or with a replacement character.
    assertTrue(stored.isEmpty() || stored.contains("\ufffdaf"), stored);
  }

  @Test
  void anAnswerInUtf8IsStoredByteForByte() {
    String odd = " " + TEXT.replace(",", " ,\t") + "\r\n";

    assertEquals(odd, answered(call(200, Map.of(), odd.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 65_536, 100_000})
  void manyBytesOfHeadersAreAccepted(int bytes) {
    assertEquals(TEXT, answered(call(200, Map.of("X-Long", "x".repeat(bytes)), PLAIN)));
  }

  @Test
  void headersOverTheLimitAreNamedAndNotTriedAgain() {
    Refused refused =
        assertInstanceOf(Refused.class, call(200, Map.of("X-Long", "x".repeat(200_000)), PLAIN));

    assertTrue(refused.failure().message().contains("errand.worker.answer-head-limit"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectIsNamedWithItsTarget(int status) {
    Map<String, String> headers = Map.of("Location", "https://other.example/v2/chat/completions");

    Refused refused = assertInstanceOf(Refused.class, call(status, headers, new byte[0]));

    String message = refused.failure().message();
    assertTrue(message.contains("https://other.example/v2/chat/completions"), message);
    assertTrue(message.contains("errand.providers.p.base-url"), message);
  }

  @ParameterizedTest
  @CsvSource({"307, /v2/moved", "308, /v2/moved?x=1", "307, moved", "308, http://localhost:%d/v2"})
  void aRedirectWithinTheServerIsFollowedIfConfigured(int status, String location) {
    int port =
        provider.serve(
            (request, response) -> {
              if (provider.seen.size() == 1) {
                String target = location.replace("%d", "" + request.localAddress().port());
                response.setStatusCode(status).putHeader("Location", target).end();
              } else {
                response.end(Buffer.buffer(PLAIN));
              }
            });
    LlmClient client = provider.client(port, Map.of("errand.providers.p.follow-redirects", "true"));

    assertEquals(TEXT, answered(provider.call(client)));
    assertEquals(2, provider.seen.size());
    assertEquals(provider.bodies.getFirst(), provider.bodies.getLast());
    assertEquals(0, provider.memory.held() - PLAIN.length);
  }

  @ParameterizedTest
  @CsvSource({
    "302, /v2/moved",
    "307, http://127.0.0.1:1/v1",
    "307, https://localhost:%d/v1",
    "308, //other.example/v1",
    "308, 'http://bad host/'"
  })
  void noOtherRedirectIs(int status, String location) {
    int port =
        provider.serve(
            (request, response) -> {
              String target = location.replace("%d", "" + request.localAddress().port());
              response.setStatusCode(status).putHeader("Location", target).end();
            });
    LlmClient client = provider.client(port, Map.of("errand.providers.p.follow-redirects", "true"));

    assertInstanceOf(Refused.class, provider.call(client));
    assertEquals(1, provider.seen.size());
  }

  @Test
  void redirectsThatGoInCirclesEnd() {
    int port =
        provider.serve(
            (request, response) ->
                response.setStatusCode(307).putHeader("Location", request.uri()).end());
    LlmClient client = provider.client(port, Map.of("errand.providers.p.follow-redirects", "true"));

    assertInstanceOf(Refused.class, provider.call(client));
    assertEquals(4, provider.seen.size());
  }

  private LlmOutcome call(int status, Map<String, String> headers, byte[] body) {
    int port =
        provider.serve(
            (_, response) -> {
              headers.forEach(response::putHeader);
              response.setStatusCode(status).end(Buffer.buffer(body));
            });
    return provider.call(provider.client(port), Endpoint.CHAT_COMPLETIONS);
  }

  private static String answered(LlmOutcome outcome) {
    byte[] body = assertInstanceOf(Answered.class, outcome).body();
    return new String(body, StandardCharsets.UTF_8);
  }

  private static byte[] compressed(String coding, byte[] text) throws IOException {
    return switch (coding.toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> through(text, LlmClientCodingTest::gzip);
      case "deflate" -> through(text, DeflaterOutputStream::new);
      case "raw" -> through(text, out -> new DeflaterOutputStream(out, new Deflater(9, true)));
      default -> text;
    };
  }

  private static OutputStream gzip(OutputStream out) {
    try {
      return new GZIPOutputStream(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] through(byte[] text, UnaryOperator<OutputStream> coder) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream out = coder.apply(all)) {
      out.write(text);
    }
    return all.toByteArray();
  }
}
