package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFingerprintTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\":1,\"b\":2} | {\"b\":2,\"a\":1}",
        "{\"a\":1,\"b\":2} | { \"a\" : 1 , \"b\" :2 }",
        "{\"a\":{\"x\":[],\"y\":{}},\"b\":null} | {\"b\":null,\"a\":{\"y\":{},\"x\":[]}}",
        "[1,2.50,-0.0] | [1.0,2.5,0]",
        "[100] | [1e2]",
        "[1E+400] | [10e399]",
        "[12345678901234567890123] | [12345678901234567890123.000]",
        "\"A\\u00e9\\n/\" | \"\\u0041\u00e9\\u000a\\/\"",
        "\"\\ud83d\\ude00\" | \"\uD83D\uDE00\"",
        "{\"\\u0061\":1} | {\"a\":1}"
      })
  void equalValuesHaveTheSameFingerprint(String one, String other) {
    assertArrayEquals(of(one), of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1,2] | [2,1]",
        "[1] | [\"1\"]",
        "[1] | [[1]]",
        "[[1],2] | [[1,2]]",
        "[] | {}",
        "null | false",
        "{\"a\":null} | {}",
        "{\"a\":1,\"b\":2} | {\"a\":2,\"b\":1}",
        "{\"a\":{\"b\":1}} | {\"b\":{\"a\":1}}",
        "{\"ab\":\"c\"} | {\"a\":\"bc\"}",
        "[\"ab\",\"c\"] | [\"a\",\"bc\"]",
        "9007199254740993 | 9007199254740992",
        "\"\\ud800\" | \"\\ud801\"",
        "\"A\" | \"a\""
      })
  void differentValuesHaveDifferentFingerprints(String one, String other) {
    assertFalse(Arrays.equals(of(one), of(other)));
  }

  @Test
  void aNumberWithAnExponentBeyondAllBoundsIsComparedAsItIsWritten() {
    assertArrayEquals(of("[1e99999999999]"), of("[ 1e99999999999 ]"));
    assertFalse(Arrays.equals(of("[1e99999999999]"), of("[1e99999999998]")));
  }

  @Test
  void largeAndDeepValuesAreRead() {
    String deep = "[".repeat(900) + "{}" + "]".repeat(900);
    assertEquals(32, of(deep).length);

    StringBuilder forwards = new StringBuilder("{\"t\":\"" + "x".repeat(2_000_000) + "\"");
    StringBuilder backwards = new StringBuilder("{");
    int members = 100_000;
    for (int i = 0; i < members; i++) {
      forwards.append(",\"").append(i).append("\":").append(i);
      backwards
          .append('"')
          .append(members - 1 - i)
          .append("\": ")
          .append(members - 1 - i)
          .append(',');
    }
    backwards.append("\"t\":\"").append("x".repeat(2_000_000)).append("\"}");
    assertArrayEquals(of(forwards.append('}').toString()), of(backwards.toString()));
  }

  private static byte[] of(String json) {
    return JsonFingerprint.of(json.getBytes(UTF_8));
  }
}
