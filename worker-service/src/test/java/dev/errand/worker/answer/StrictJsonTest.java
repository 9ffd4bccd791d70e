package dev.errand.worker.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.Endpoint;
import dev.errand.job.Usage;
import dev.errand.text.Utf8;
import dev.errand.worker.answer.Reading.NoAnswer;
import dev.errand.worker.answer.Reading.Whole;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored answers are JSON that every client can read; also measures the cost. */
class StrictJsonTest {

  private static final String ANSWER = "{'choices':[{'message':{'content':'Hi'}}],'x':%s}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-0.0",
        "1.0e+5",
        "1e400",
        "'\\u00e9 é 😀 \\ud83d\\ude00 \\\\ud83d'",
        "'\\u0000\\n'",
        "{'a':1,'a':2}",
        "[ 1 ,\t2\n]"
      })
  void validJsonIsKeptByteForByte(String value) {
    byte[] body = Bodies.bytes(ANSWER.formatted(value));

    assertSame(body, whole(body).json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "NaN | null",
        "[1.50,Infinity,-Infinity,2e400] | [1.50,null,null,2e400]",
        "{'logprob':-Infinity} | {'logprob':null}",
        "'\\ud83d' | '\uFFFD'",
        "'\\ude00\\ud83d x' | '\uFFFD\uFFFD x'",
        "{'\\udfff':'\\uD83Dx'} | {'\uFFFD':'\uFFFDx'}",
        "'\\ud83d\\ud83d\\ude00' | '\uFFFD😀'"
      })
  void jsonDialectsOfPythonAndOthersAreRepaired(String value, String mended) {
    byte[] body = Bodies.bytes(ANSWER.formatted(value));

    assertEquals(
        new String(Bodies.bytes(ANSWER.formatted(mended)), StandardCharsets.UTF_8),
        new String(whole(body).json(), StandardCharsets.UTF_8));
  }

  @Test
  void controlCharactersInStringsAreEscaped() throws Exception {
    byte[] json = whole(Bodies.bytes(ANSWER.formatted("'a\nb\tc\u0001d\u0000'"))).json();

    assertEquals("a\nb\tc\u0001d\0", new ObjectMapper().readTree(json).path("x").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "c328", "e28261", "eda080", "f0808080", "c080", "f4908080"})
  void bytesThatAreNotUtf8AreReplaced(String hex) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(Bodies.bytes("{'choices':[{'message':{'content':'é<"));
    body.write(HexFormat.of().parseHex(hex));
    body.write(Bodies.bytes(">'}}]}"));

    byte[] json = whole(body.toByteArray()).json();

    assertTrue(Utf8.isValid(json));
    String content = new ObjectMapper().readTree(json).at("/choices/0/message/content").textValue();
    assertTrue(content.matches("é<\uFFFD+[(a]?>"), content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 10_000, 1_000_000})
  void tooDeeplyNestedJsonFailsWithoutAnOverflow(int depth) {
    for (String open : new String[] {"[", "{'a':"}) {
      String close = open.equals("[") ? "]" : "}";
      String deep = open.repeat(depth) + "1" + close.repeat(depth);
      NoAnswer none =
          assertInstanceOf(
              NoAnswer.class, Bodies.read(Endpoint.CHAT_COMPLETIONS, ANSWER.formatted(deep)));
      assertTrue(none.why().contains("deeper than 1000 levels"), none::why);
    }
  }

  @Test
  void shallowerJsonIsKept() {
    byte[] body = Bodies.bytes(ANSWER.formatted("[".repeat(990) + "]".repeat(990)));

    assertArrayEquals(body, whole(body).json());
  }

  @Test
  void longNumbersAndTextsAreKept() {
    String digits = "1".repeat(50_000);
    byte[] body =
        Bodies.bytes(
            ANSWER.formatted(
                "[%s, -%s.%s, 1e999999999, '%s']"
                    .formatted(digits, digits, digits, "é\\n".repeat(3_000_000))));

    assertArrayEquals(body, whole(body).json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'prompt_tokens':12,'completion_tokens':34,'total_tokens':46} | 12 | 34 | 46",
        "{'prompt_tokens':12.0,'completion_tokens':34.0,'total_tokens':46.0} | 12 | 34 | 46",
        "{'input_tokens':1e3,'output_tokens':'7','total_tokens':'1007.0'} | 1000 | 7 | 1007",
        "{'prompt_tokens':null,'input_tokens':3,'completion_tokens':-1,'total_tokens':1e400} | 3 |"
            + " | ",
        "{'prompt_tokens':99999999999999999999999,'completion_tokens':NaN,'total_tokens':9223372036854775807}"
            + " | | | ",
        "{'prompt_tokens':true,'completion_tokens':[1],'total_tokens':{'n':1}} | | | ",
        "[] | | | ",
        "7 | | | "
      })
  void usageIsReadHoweverItIsPut(String usage, Long input, Long output, Long total) {
    String body = "{'choices':[{'message':{'content':'Hi'}}],'usage':%s}".formatted(usage);

    assertEquals(new Usage(input, output, total), whole(Bodies.bytes(body)).usage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'prompt_tokens':9,'prompt_tokens_details':{'cached_tokens':4,'audio_tokens':0}} | 4",
        "{'input_tokens':9,'input_tokens_details':{'cached_tokens':'4.0'}} | 4",
        "{'prompt_tokens':9,'prompt_tokens_details':null,'input_tokens_details':{'cached_tokens':0}} | 0",
        "{'prompt_tokens':9,'prompt_tokens_details':{'cached_tokens':-4}} | ",
        "{'prompt_tokens':9,'prompt_tokens_details':[4]} | ",
        "{'prompt_tokens':9} | "
      })
  void cachedTokensAreReadWhereverTheyAre(String usage, Long cached) {
    String body = "{'choices':[{'message':{'content':'Hi'}}],'usage':%s}".formatted(usage);

    assertEquals(new Usage(9L, null, null, cached), whole(Bodies.bytes(body)).usage());
  }

  @Test
  void usageAfterALargeAnswerIsReadAndALargeUsageIsNot() {
    String large = "[" + "1.5,".repeat(1_000_000) + "1]";
    String after = "{'data':[{'embedding':%s}],'usage':{'prompt_tokens':5}}".formatted(large);
    assertEquals(
        new Usage(5L, null, null),
        assertInstanceOf(Whole.class, Bodies.read(Endpoint.EMBEDDINGS, after)).usage());

    String usage = "{'choices':[{'message':{'content':'Hi'}}],'usage':%s}".formatted(large);
    assertEquals(Usage.UNKNOWN, whole(Bodies.bytes(usage)).usage());
  }

  @Test
  void ofManyMembersThoseThatDecideAreRead() {
    StringBuilder body = new StringBuilder("{");
    for (int i = 0; i < 5_000; i++) {
      body.append("'m").append(i).append("':").append(i).append(',');
    }
    body.append("'choices':[{'message':{'content':'Hi'}}],'usage':{'prompt_tokens':5}}");

    assertEquals(new Usage(5L, null, null), whole(Bodies.bytes(body.toString())).usage());
  }

  @Test
  void ofManyEmbeddingsEachIsLookedAt() {
    String one = "{'object':'embedding','index':0,'embedding':[0.1,0.2,0.3]},";
    String body = "{'data':[" + one.repeat(1_500) + "{'embedding':%s}]}";
    assertInstanceOf(Whole.class, Bodies.read(Endpoint.EMBEDDINGS, body.formatted("[1]")));
    assertInstanceOf(
        Reading.Unfinished.class, Bodies.read(Endpoint.EMBEDDINGS, body.formatted("null")));
  }

  private static Whole whole(byte[] body) {
    return assertInstanceOf(Whole.class, BodyReader.read(Endpoint.CHAT_COMPLETIONS, body));
  }
}
