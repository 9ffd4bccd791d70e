package dev.errand.simulator.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void anAnswerHoldsTheStartOfThePromptAndAHashOfAllOfIt() {
    String prompt = "Summarise this report. ".repeat(20);

    assertTrue(Answers.textFor(prompt).contains(prompt.substring(0, 80)));
    assertNotEquals(Answers.textFor(prompt), Answers.textFor(prompt + "!"));
  }

  @Test
  void theAnswerToAPromptNeverChanges() {
    assertEquals("Here is the simulated answer 2d711642 to: x", Answers.textFor("x"));
  }

  @Test
  void aFewQuestionsHaveARealAnswer() {
    assertEquals(
        "The capital of France is Paris.", Answers.textFor("What is the capital of France?"));
  }

  @Test
  void aCutDoesNotSplitACharacter() {
    String prompt = "a".repeat(79) + "\uD83D\uDE00" + "b";

    assertTrue(Answers.textFor(prompt).endsWith("a…"));
  }

  @Test
  void theWordsOfATextJoinToTheText() {
    String text = " two  spaces and\nlines ";

    assertEquals(text, String.join("", Answers.words(text)));
  }

  @Test
  void aVectorHasLengthOneAndDependsOnItsTextAlone() {
    double[] vector = Answers.vectorFor("cat", 64);

    assertEquals(1, Arrays.stream(vector).map(part -> part * part).sum(), 1e-9);
    assertTrue(Arrays.equals(vector, Answers.vectorFor("cat", 64)));
    assertEquals(64, vector.length);
  }
}
