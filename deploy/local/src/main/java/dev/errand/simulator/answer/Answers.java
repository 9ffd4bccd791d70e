package dev.errand.simulator.answer;

import dev.errand.simulator.fault.StableHash;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The simulator's answers: a function of the prompt only, so that tests can predict them. */
public final class Answers {

  private static final int QUOTED_CHARS = 80;
  private static final int CHARS_PER_TOKEN = 4;
  private static final Map<String, String> CANNED =
      Map.of(
          "hello", "Hello! I am a simulated model. Ask me anything; I will make something up.",
          "what is the capital of france", "The capital of France is Paris.",
          "what is 2 + 2", "2 + 2 is 4.",
          "tell me a joke", "Why did the job cross the queue? It had been claimed.");

  private Answers() {}

  /** The answer to a prompt: all messages' texts in their order, joined by line feeds. */
  public static String textFor(String prompt) {
    return canned(prompt)
        .orElseGet(
            () ->
                "Here is the simulated answer %s to: %s"
                    .formatted(StableHash.of(prompt).shortHex(), startOf(prompt)));
  }

  private static Optional<String> canned(String prompt) {
    if (prompt.length() > QUOTED_CHARS) {
      return Optional.empty();
    }
    String question = prompt.strip().toLowerCase(Locale.ROOT).replaceAll("[?!.]+$", "");
    return Optional.ofNullable(CANNED.get(question));
  }

  private static String startOf(String prompt) {
    if (prompt.length() <= QUOTED_CHARS) {
      return prompt;
    }
    boolean splitsPair = Character.isHighSurrogate(prompt.charAt(QUOTED_CHARS - 1));
    return prompt.substring(0, splitsPair ? QUOTED_CHARS - 1 : QUOTED_CHARS) + "…";
  }

  /** The words of a text, each with its trailing space. */
  static List<String> words(String text) {
    return List.of(text.split("(?<= )"));
  }

  static int tokens(String text) {
    return Math.ceilDiv(text.length(), CHARS_PER_TOKEN);
  }

  /** A vector of length 1. */
  public static double[] vectorFor(String text, int dimensions) {
    SplittableRandom random = new SplittableRandom(StableHash.of(text).seed());
    double[] vector = random.doubles(dimensions, -1, 1).toArray();
    double length = 0;
    for (double part : vector) {
      length += part * part;
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= Math.sqrt(length);
    }
    return vector;
  }
}
