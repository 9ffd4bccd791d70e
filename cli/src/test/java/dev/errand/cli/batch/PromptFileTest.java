package dev.errand.cli.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.cli.settings.WrongUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("p.csv"), text);
  }

  private String refused(Path file, Optional<String> idColumn) {
    return assertThrows(WrongUsageException.class, () -> PromptFile.read(file, ',', idColumn))
        .getMessage();
  }

  @Test
  void rowsHaveNumbersOrTheirOwnIds() throws IOException {
    Path file = file("\uFEFFid,q\r\nx,\"a\nb\"\r\n\r\ny,c\r\n");

    assertEquals(
        List.of(new Row(2, "1", List.of("x", "a\nb")), new Row(5, "2", List.of("y", "c"))),
        List.copyOf(PromptFile.read(file, ',', Optional.empty()).rows().values()));
    PromptFile named = PromptFile.read(file, ',', Optional.of("id"));
    assertEquals(List.of("x", "y"), List.copyOf(named.rows().keySet()));
    assertEquals("c", named.value(named.rows().get("y"), "q"));
  }

  @Test
  void whatCanNotBeReadForSureIsNotSent() throws IOException {
    assertTrue(refused(file("id,q\nx,1\nx,2\n"), Optional.of("id")).contains("line 3: the id x"));
    assertTrue(refused(file("id,q\n,1\n"), Optional.of("id")).contains("1 to 512"));
    assertTrue(refused(file("q\n1\n"), Optional.of("id")).contains("no column id"));
    assertTrue(refused(file("q,q\n1,2\n"), Optional.empty()).contains("duplicate"));
    assertTrue(refused(file("q\n"), Optional.empty()).contains("no rows"));
    assertTrue(refused(file(""), Optional.empty()).contains("no rows"));
    assertTrue(refused(file("q\n\"open\n"), Optional.empty()).startsWith(folder.toString()));
    assertTrue(refused(file("q\n1,2\n"), Optional.empty()).contains("line 2: 2 fields"));
    assertTrue(refused(file("a,b\n1,2\n3\n"), Optional.empty()).startsWith(folder.toString()));
    assertTrue(refused(folder.resolve("none.csv"), Optional.empty()).contains("can't read"));
    Path latin = Files.writeString(folder.resolve("l.csv"), "q\nPrüfung\n", ISO_8859_1);
    assertTrue(refused(latin, Optional.empty()).contains("is not UTF-8"));
  }

  @Test
  void fieldsMayBeSeparatedByOthersThanCommas() throws IOException {
    PromptFile semicolons = PromptFile.read(file("a;b\n1,5;\"x;y\"\n"), ';', Optional.empty());

    assertEquals(List.of("a", "b"), semicolons.header());
    assertEquals(List.of("1,5", "x;y"), semicolons.rows().get("1").fields());
    assertTrue(refused(file("id;q\n1;2\n"), Optional.of("id")).endsWith("--separator ';'?"));
    assertTrue(refused(file("id\tq\n1\t2\n"), Optional.of("id")).endsWith("--separator tab?"));
  }
}
