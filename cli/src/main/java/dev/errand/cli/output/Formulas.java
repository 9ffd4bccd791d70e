package dev.errand.cli.output;

import java.util.regex.Pattern;

/**
 * What spreadsheets take for formulas when they open a CSV file. Models write what prompts and
 * documents make them write, so an answer must not be run.
 */
public final class Formulas {

  private static final Pattern FORMULA =
      Pattern.compile("\\s*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

  private Formulas() {}

  /** The text; with an apostrophe in front, as the service has it, if it looks like a formula. */
  public static String defused(String text) {
    boolean harmless = !FORMULA.matcher(text).matches() || NUMBER.matcher(text).matches();
    return harmless ? text : "'" + text;
  }
}
