package dev.errand.api.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputTextTest {

  @Test
  void aChatCompletionsTextIsTheFirstChoicesContent() {
    assertEquals(
        Optional.of("Paris é"),
        text(
            Endpoint.CHAT_COMPLETIONS,
            """
            {"choices": [{"message": {"content": "Paris \\u00e9"}}, {"message": {"content": "2"}}]}
            """));
  }

  @Test
  void aChatCompletionsTextPartsAreJoined() {
    assertEquals(
        Optional.of("ab"),
        text(
            Endpoint.CHAT_COMPLETIONS,
            """
            {"choices": [{"message": {"content": [{"type": "text", "text": "a"},
              {"type": "image_url", "text": "x"}, {"type": "text", "text": "b"}]}}]}
            """));
  }

  @Test
  void aToolCallHasNoText() {
    assertEquals(
        Optional.empty(),
        text(
            Endpoint.CHAT_COMPLETIONS,
            """
            {"choices": [{"message": {"content": null, "tool_calls": [{}]}}]}
            """));
  }

  @Test
  void aResponsesTextsAreJoined() {
    assertEquals(
        Optional.of("one two"),
        text(
            Endpoint.RESPONSES,
            """
            {"output": [{"type": "reasoning", "summary": []},
              {"type": "message", "content": [{"type": "output_text", "text": "one "},
                {"type": "refusal", "refusal": "no"}]},
              {"type": "message", "content": [{"type": "output_text", "text": "two"}]}]}
            """));
  }

  @Test
  void aCompletionsTextIsTheFirstChoices() {
    assertEquals(
        Optional.of("Paris"), text(Endpoint.COMPLETIONS, "{\"choices\": [{\"text\": \"Paris\"}]}"));
  }

  @Test
  void embeddingsHaveNoText() {
    assertEquals(
        Optional.empty(), text(Endpoint.EMBEDDINGS, "{\"data\": [{\"embedding\": [0.1]}]}"));
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertEquals(
        Optional.of("a\uFFFDb😀\uFFFD"),
        text(
            Endpoint.COMPLETIONS,
            "{\"choices\": [{\"text\": \"a\\ud83db\\ud83d\\ude00\\ude00\"}]}"));
  }

  @Test
  void longNumbersAndTextsAreAccepted() {
    String digits = "1".repeat(100_000);
    String text = "x".repeat(1_000_000);
    assertEquals(
        Optional.of(text),
        text(
            Endpoint.CHAT_COMPLETIONS,
            "{\"n\": [%s, 1e99999999999], \"choices\": [{\"message\": {\"content\": \"%s\"}}]}"
                .formatted(digits, text)));
  }

  @Test
  void anAnswerOfAnotherFormHasNoText() {
    for (Endpoint endpoint : Endpoint.values()) {
      assertEquals(Optional.empty(), text(endpoint, "[1, 2]"));
      assertEquals(Optional.empty(), text(endpoint, "{\"choices\": 1, \"output\": {\"a\": 2}}"));
      assertEquals(Optional.empty(), text(endpoint, "[".repeat(10_000) + "]".repeat(10_000)));
    }
  }

  private static Optional<String> text(Endpoint endpoint, String answer) {
    return OutputText.of(endpoint, answer);
  }
}
