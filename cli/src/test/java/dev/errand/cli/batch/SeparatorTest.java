package dev.errand.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SeparatorTest {

  private final Separator separator = new Separator();

  @Test
  void isACharacterOrATab() {
    assertEquals(';', separator.convert(";"));
    assertEquals('\t', separator.convert("tab"));
    assertEquals('\t', separator.convert("\t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";;", "\"", "\n", "\r", "\\t", "TAB", "\uD83D\uDE00"})
  void isNothingElse(String text) {
    assertThrows(TypeConversionException.class, () -> separator.convert(text));
  }

  @Test
  void separatesTheAnswersToo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("answers.csv");
    try (CsvAppender answers = CsvAppender.open(file, 0, List.of("q", "answer"), ';')) {
      answers.append(List.of("1,5", "x;y"));
      answers.commit();
    }

    assertEquals("q;answer\n1,5;\"x;y\"\n", Files.readString(file));
  }
}
