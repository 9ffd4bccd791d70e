package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code errand open}. */
class OpenVerbTest {

  private static final String SERVICE = "http://errand.example:8080/";

  @TempDir Path home;

  private Typed open(String browser, String... id) {
    String[] all = new String[1 + id.length];
    all[0] = "open";
    System.arraycopy(id, 0, all, 1, id.length);
    return Typed.run(Map.of("ERRAND_URL", SERVICE, "BROWSER", browser), home, "", all);
  }

  @Test
  void theBrowserGetsTheAddress() throws Exception {
    Path seen = home.resolve("seen");
    Path browser =
        Files.createFile(
            home.resolve("browser"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(browser, "#!/bin/sh\nprintf %s \"$1\" > " + seen + ".part\n");
    Files.writeString(browser, Files.readString(browser) + "mv " + seen + ".part " + seen + "\n");

    Typed typed = open(browser.toString());

    assertEquals(new Typed(0, "http://errand.example:8080/ui\n", ""), typed);
    for (int i = 0; i < 600 && !Files.exists(seen); i++) {
      Thread.sleep(50);
    }
    assertEquals("http://errand.example:8080/ui", Files.readString(seen));
  }

  @ParameterizedTest
  @CsvSource({
    "01a22288-e336-7014-b2fb-a62ea5f220d7, /ui/jobs/01a22288-e336-7014-b2fb-a62ea5f220d7",
    "batch_01a222, /ui/batches/batch_01a222"
  })
  void anIdIsAPage(String id, String page) {
    Typed typed = open(home.resolve("none").toString(), id);

    assertEquals("http://errand.example:8080" + page + "\n", typed.out());
    assertTrue(typed.err().contains("No browser was found"), typed.err());
    assertEquals(0, typed.code());
  }

  @Test
  void anythingElseIsWrongUsage() throws IOException {
    assertEquals(2, open("none", "../admin").code());
    assertEquals(2, open("none", "batch_1/x").code());
  }
}
