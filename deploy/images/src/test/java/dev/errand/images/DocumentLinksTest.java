package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The links in the documents lead to existing files and headings. */
class DocumentLinksTest {

  private static final Pattern FENCED = Pattern.compile("```.*?```", Pattern.DOTALL);
  private static final Pattern LINK =
      Pattern.compile("]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

  @Test
  void everyLinkLeadsSomewhere() {
    List<Path> documents = Sources.all(".*\\.md");
    assertTrue(documents.contains(Sources.file("docs/reference/api.md")), documents::toString);
    List<String> broken =
        documents.stream()
            .flatMap(file -> broken(file, Sources.text(file)).stream().map(it -> file + ": " + it))
            .toList();
    assertEquals(List.of(), broken);
  }

  /** Tests the rule above. */
  @Test
  void aBrokenLinkWouldBeNoticed() {
    Path readme = Sources.file("README.md");
    assertEquals(
        List.of("docs/gone.md"), broken(readme, "[a](docs/gone.md) [b](https://x.test/y)"));
    assertEquals(List.of("#gone"), broken(readme, "[a](#gone)\n## Here\n[b](#here)"));
    assertEquals(
        List.of("docs/reference/api.md#gone"),
        broken(readme, "[a](docs/reference/api.md#gone) [b](docs/reference/api.md#problems)"));
  }

  private static List<String> broken(Path file, String text) {
    return LINK.matcher(FENCED.matcher(text).replaceAll(""))
        .results()
        .filter(link -> !leads(file, text, link.group(1), Optional.ofNullable(link.group(2))))
        .map(link -> link.group().substring(2, link.group().length() - 1))
        .toList();
  }

  private static boolean leads(Path file, String text, String path, Optional<String> heading) {
    Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    String there = path.isEmpty() ? text : heading.isEmpty() ? "" : Sources.text(target);
    return heading.map(anchors(there)::contains).orElse(true);
  }

  /** As GitHub derives them from headings. */
  private static Set<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(it -> it.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", ""))
        .map(it -> it.replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
