package dev.errand.cli.batch;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What stands between the fields of a CSV file: a character, or {@code tab}. */
final class Separator implements ITypeConverter<Character> {

  private static final String NONE = "\"\r\n\uFEFF";

  @Override
  public Character convert(String text) {
    if (text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1 || NONE.contains(text) || Character.isSurrogate(text.charAt(0))) {
      throw new TypeConversionException(
          "'" + text + "' can't separate fields: use one character such as ';', or tab");
    }
    return text.charAt(0);
  }
}
