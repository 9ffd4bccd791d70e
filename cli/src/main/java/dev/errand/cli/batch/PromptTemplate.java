package dev.errand.cli.batch;

import dev.errand.cli.settings.WrongUsageException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the names of columns in braces, such as {@code Answer: {question}}; a doubled brace
 * is a brace.
 */
record PromptTemplate(String text) {

  private static final Pattern PART = Pattern.compile("\\{\\{|\\}\\}|\\{([^{}]*)\\}|[{}]");

  /**
   * Reads a template.
   *
   * @throws WrongUsageException if it has a single brace, or a name that is no column
   */
  static PromptTemplate of(String text, List<String> header) {
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      String name = parts.group(1);
      if (name == null && parts.group().length() == 1) {
        throw new WrongUsageException(
            "the template has a single %s at %d; write %s for a brace"
                .formatted(parts.group(), parts.start() + 1, parts.group().repeat(2)));
      }
      if (name != null) {
        check(name, header);
      }
    }
    return new PromptTemplate(text);
  }

  private static void check(String name, List<String> header) {
    if (!header.contains(name)) {
      throw new WrongUsageException(
          "the template names {%s}, but the file has no such column; %s"
              .formatted(name, PromptFile.columns(header)));
    }
  }

  /**
   * The text for a row.
   *
   * @param value by the name of a column
   */
  String fill(UnaryOperator<String> value) {
    return PART.matcher(text)
        .replaceAll(
            part -> {
              String name = part.group(1);
              return Matcher.quoteReplacement(
                  name == null ? part.group().substring(1) : value.apply(name));
            });
  }
}
