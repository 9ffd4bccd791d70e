package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  @Test
  void chat() {
    assertEquals(
        new Tokens(10, 4, 20, 5),
        tokens(
            """
            {"id": "x", "choices": [{"usage": {"prompt_tokens": 99}}], "usage": {
              "prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30,
              "prompt_tokens_details": {"audio_tokens": 1, "cached_tokens": 4},
              "completion_tokens_details": {"reasoning_tokens": 5, "other": {"reasoning_tokens": 6}}},
              "last": {"a": [1]}}
            """));
  }

  @Test
  void responses() {
    assertEquals(
        new Tokens(10, 4, 20, 5),
        tokens(
            """
            {"usage": {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 4},
              "output_tokens": 20, "output_tokens_details": {"reasoning_tokens": 5}}, "output": []}
            """));
  }

  @Test
  void embeddings() {
    assertEquals(
        new Tokens(10, 0, 0, 0),
        tokens(
            """
            {"data": [{"embedding": [0.1, -1e9]}], "usage": {"prompt_tokens": 10, "total_tokens": 10}}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "1",
        "",
        "{\"usage\": null}",
        "{\"usage\": []}",
        "{\"usage\": \"prompt_tokens\"}",
        "{\"usage\": {}}",
        "{\"usage\": {\"prompt_tokens\": \"10\"}}",
        "{\"usage\": {\"prompt_tokens\": -10}}",
        "{\"usage\": {\"prompt_tokens\": 1.5}}",
        "{\"usage\": {\"prompt_tokens\": null, \"completion_tokens\": true}}",
        "{\"usage\": {\"prompt_tokens\": [10], \"completion_tokens\": {\"prompt_tokens\": 1}}}",
        "{\"usage\": {\"prompt_tokens\": 9223372036854775807}}",
        "{\"usage\": {\"prompt_tokens\": 123456789012345678901234567890}}",
        "{\"usage\": {\"prompt_tokens\": 1e400}}",
        "{\"usage\": {\"prompt_tokens_details\": 4}}",
        "{\"usage\": {\"prompt_tokens_details\": [{\"cached_tokens\": 4}]}}",
        "{\"usage\": {\"prompt_tokens_details\": {\"cached_tokens\": \"4\"}}}"
      })
  void anOddUsageCountsAsNone(String answer) {
    assertEquals(Tokens.NONE, tokens(answer));
  }

  @Test
  void whatComesAfterAnOddNumberIsCounted() {
    assertEquals(
        new Tokens(0, 0, 7, 0),
        tokens("{\"usage\": {\"prompt_tokens\": {\"a\": [1]}, \"completion_tokens\": 7}}"));
    assertEquals(
        new Tokens(3, 0, 7, 0),
        tokens(
            "{\"usage\": {\"prompt_tokens_details\": [[1], {}], \"completion_tokens\": 7,"
                + " \"prompt_tokens\": 3}}"));
  }

  /** Deeper than the parser goes, and a number longer than it reads. */
  @Test
  void anAnswerThatCannotBeParsedCountsAsNone() {
    String deep = "[".repeat(2000) + "]".repeat(2000);
    assertEquals(Tokens.NONE, tokens("{\"a\": " + deep + ", \"usage\": {\"prompt_tokens\": 10}}"));
    assertEquals(Tokens.NONE, tokens("{\"usage\": {\"prompt_tokens\": " + "9".repeat(5000) + "}}"));
  }

  private static Tokens tokens(String answer) {
    return Tokens.of(answer.getBytes(UTF_8));
  }
}
