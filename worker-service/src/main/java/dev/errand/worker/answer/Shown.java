package dev.errand.worker.answer;

import dev.errand.text.Utf8;

/** External text as shown in messages. */
final class Shown {

  private static final int LONGEST = 4000;

  private Shown() {}

  /** The text on one line, without control characters, and no longer than a message. */
  static String line(String text) {
    String line = Utf8.whole(text).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }
}
