package dev.errand.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserIT {

  private static final String PAGE =
      """
      <title>before</title>
      <button onclick="document.title = 'after'">Press</button>
      """;

  @TempDir static Path directory;

  @BeforeAll
  static void require() {
    Browser.require();
  }

  @Test
  void aClickRunsThePagesScript() throws Exception {
    try (Browser browser = Browser.start().open(page())) {
      browser.click("button");
      assertEquals("after", browser.driver().getTitle());
    }
  }

  @Test
  void withoutScriptsNoneRuns() throws Exception {
    try (Browser browser = Browser.withoutScripts().open(page())) {
      browser.click("button");
      assertEquals("before", browser.driver().getTitle());
    }
  }

  private static URI page() throws Exception {
    return Files.writeString(directory.resolve("page.html"), PAGE).toUri();
  }
}
