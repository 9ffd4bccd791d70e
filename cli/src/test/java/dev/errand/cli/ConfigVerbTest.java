package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles: who sees the key, and where it is sent. */
class ConfigVerbTest {

  private static final String LANES = "GET /v1/lanes";

  @TempDir Path home;

  private FakeErrand errand;

  @BeforeEach
  void start() throws IOException {
    errand = new FakeErrand();
    errand.answers.put(LANES, "200 {\"data\":[]}");
    config("", "set", "url", errand.url().toString(), "--profile", "work");
    config("errand_1_secret\n", "set", "key", "--profile", "work");
  }

  @AfterEach
  void stop() {
    errand.close();
  }

  private Typed config(String in, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "config";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Typed.run(Map.of(), home, in, all);
  }

  @Test
  void aProfileNamesTheServiceAndItsKey() {
    assertEquals(0, config("", "use", "work").code());
    assertEquals("* work  " + errand.url() + "\n", config("", "list").out());

    assertEquals(0, Typed.run(Map.of(), home, "", "lanes").code());

    assertEquals(List.of(LANES + " Bearer errand_1_secret"), errand.requests);
  }

  @Test
  void theKeyOfAProfileIsSentToItsServiceOnly() throws IOException {
    try (FakeErrand other = new FakeErrand()) {
      other.answers.put(LANES, "200 {\"data\":[]}");
      String url = other.url().toString();

      Typed.run(Map.of(), home, "", "lanes", "--profile", "work", "--url", url);
      Typed.run(Map.of("ERRAND_API_KEY", "mine", "ERRAND_URL", url), home, "", "lanes");

      assertEquals(List.of(LANES, LANES + " Bearer mine"), other.requests);
    }
  }

  @Test
  void aKeyIsNeverOnTheCommandLine() {
    Typed typed = config("", "set", "key", "errand_1_2");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("errand config set key < FILE"), typed.err());
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws IOException {
    Path file = home.resolve(".config/errand/config.toml");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Typed typed = Typed.run(Map.of(), home, "", "lanes", "--profile", "work");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("chmod 600"), typed.err());
    assertEquals(List.of(), errand.requests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h/v1", "h:8080", "ftp://h", "http://", "http://a b"})
  void anAddressThatIsNoServiceIsRefused(String url) {
    assertEquals(2, Typed.run(Map.of("ERRAND_URL", url), home, "", "lanes").code());
  }

  @Test
  void anUnknownProfileIsNotTheDefaultOne() {
    Typed typed = Typed.run(Map.of("ERRAND_PROFILE", "prod"), home, "", "lanes");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("there is no profile prod; there are: work"), typed.err());
  }
}
