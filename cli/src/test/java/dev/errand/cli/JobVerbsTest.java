package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs for jobs: what they print, and their exit codes. */
class JobVerbsTest {

  static final String ID = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e";
  private static final String JOB =
      """
      {"id":"%s","state":"STATE","endpoint":"/v1/chat/completions","model":"m","metadata":{"a":"b"},\
      "lane":"default","priority":0,"run_at":"2026-01-05T09:30:00.5Z","deadline":null,\
      "max_attempts":5,"timeout_seconds":null,"on_lost":"retry","started_at":"2026-01-05T09:30:02Z",\
      "ended_at":"2026-01-05T09:31:14Z","created_at":"2026-01-05T09:30:00.5Z","life":1,\
      "attempts_spent":1MORE}"""
          .formatted(ID);
  static final String SUCCEEDED =
      JOB.replace("STATE", "succeeded").replace("MORE", ",\"output_text\":\"Paris.\"");
  static final String FAILED =
      JOB.replace("STATE", "failed")
          .replace("MORE", ",\"error\":{\"type\":\"timeout\",\"message\":\"no answer\"}");

  @TempDir Path home;

  private FakeErrand errand;

  @BeforeEach
  void start() throws IOException {
    errand = new FakeErrand();
  }

  @AfterEach
  void stop() {
    errand.close();
  }

  private void job(String job) {
    errand.answers.put("POST /v1/jobs", "202 " + job);
    errand.answers.put("GET /v1/jobs/" + ID, "200 " + job);
  }

  @Test
  void runPrintsTheTextAlone() {
    job(SUCCEEDED);

    Typed typed = Typed.run(errand, home, "run", "What is the capital of France?", "-m", "m");

    assertEquals(new Typed(0, "Paris.\n", ""), typed);
  }

  @Test
  void whatIsNoIdIsNamed() {
    Typed typed = Typed.run(errand, home, "get", "nonsense");

    assertEquals(2, typed.code());
    assertEquals(
        "errand: Invalid value for positional parameter at index 0 (ID): 'nonsense' is not an id such"
            + " as 01a22288-e336-7014-b2fb-a62ea5f220d7",
        typed.err().lines().findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"''", "bash", "zsh"})
  void shellsGetTheSameCompletion(String shell) {
    List<String> words = shell.isEmpty() ? List.of("completion") : List.of("completion", shell);

    Typed typed = Typed.run(errand, home, words.toArray(String[]::new));

    assertEquals(0, typed.code());
    assertTrue(typed.out().contains("complete -F"), typed.out());
  }

  @Test
  void fishGetsACompletionOfVerbsAndOptions() {
    Typed typed = Typed.run(errand, home, "completion", "fish");

    assertEquals(0, typed.code());
    List<String> lines = typed.out().lines().toList();
    assertTrue(lines.stream().allMatch(line -> line.startsWith("complete -c errand ")));
    assertTrue(
        lines.contains(
            "complete -c errand -n '__fish_use_subcommand' -a watch"
                + " -d 'Follow how many jobs are in which state, until all that match have"
                + " ended.'"),
        typed.out());
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("from operations' -a stop -d '")),
        typed.out());
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("from watch' -l every -r -d 'How often")),
        typed.out());
  }

  @Test
  void aPromptIsReadFromAPipe() {
    job(SUCCEEDED);
    Map<String, String> variables = Map.of("ERRAND_URL", errand.url().toString());

    assertEquals("Paris.\n", Typed.run(variables, home, "Capital?", "run", "-m", "m").out());
    assertEquals(2, Typed.run(variables, home, " \n", "run", "-m", "m").code());
  }

  @Test
  void aPromptMayBeginAsNoOtherArgumentMay() throws IOException {
    job(SUCCEEDED);
    Path file = Files.writeString(home.resolve("f"), "of the file");

    Typed.run(errand, home, "run", "@" + file, "-m", "m");
    Typed.run(errand, home, "run", "-m", "m", "--", "--all");

    assertTrue(errand.bodies.getFirst().contains("\"content\":\"@" + file + "\""));
    assertTrue(errand.bodies.stream().anyMatch(body -> body.contains("\"content\":\"--all\"")));
  }

  @Test
  void aFailedJobIsExitCode3AndItsReasonIsNoData() {
    job(FAILED);

    Typed typed = Typed.run(errand, home, "run", "x", "-m", "m");

    assertEquals(3, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains("failed: timeout: no answer"), typed.err());
    assertEquals(3, Typed.run(errand, home, "wait", ID).code());
    assertEquals(ID + " failed\n", Typed.run(errand, home, "wait", ID).out());
    assertEquals(0, Typed.run(errand, home, "get", ID).code());
    assertEquals(3, Typed.run(errand, home, "get", ID, "--text").code());
  }

  @Test
  void aSubmissionThatWasInterruptedKeepsItsKeyUntilItsJobIsKnown() throws IOException {
    errand.answers.put("POST /v1/jobs", "400 {}");
    Path pending = home.resolve(".local/state/errand/submissions");
    assertEquals(1, Typed.run(errand, home, "submit", "x", "-m", "m").code());
    String key = only(pending);
    assertTrue(key.startsWith("errand-cli-"), key);

    assertEquals(1, Typed.run(errand, home, "submit", "x", "-m", "m").code());
    assertEquals(key, only(pending));

    job(SUCCEEDED);
    assertEquals(ID + "\n", Typed.run(errand, home, "submit", "x", "-m", "m").out());
    assertEquals(List.of(), all(pending));

    errand.answers.put("POST /v1/jobs", "400 {}");
    Typed.run(errand, home, "submit", "x", "-m", "m");
    assertNotEquals(key, only(pending));
  }

  private static String only(Path folder) throws IOException {
    List<Path> all = all(folder);
    assertEquals(1, all.size());
    return Files.readString(all.getFirst());
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, no-credentials, 4",
    "403, forbidden, 4",
    "404, not-found, 5",
    "409, conflict, 6",
    "400, invalid-request, 1",
    "500, internal, 1"
  })
  void theReasonOfARejectionIsTheExitCode(int status, String type, int code) {
    errand.answers.put(
        "POST /v1/jobs/" + ID + "/cancel",
        """
        %d {"type":"urn:errand:problem:%s","title":"t","status":%d,"detail":"because"}"""
            .formatted(status, type, status));

    Typed typed = Typed.run(errand, home, "cancel", ID);

    assertEquals(code, typed.code());
    assertEquals("0 of 1 cancelled\n", typed.out());
    assertTrue(typed.err().startsWith("errand: " + ID + ": because"), typed.err());
  }

  @Test
  void aServiceThatIsOffIsExitCode7() {
    errand.close();

    Typed typed = Typed.run(errand, home, "lanes");

    assertEquals(7, typed.code());
    assertEquals(
        "errand: can't reach %s (connection refused). Is it running? Set ERRAND_URL or --url.\n"
            .formatted(errand.url()),
        typed.err());
  }

  @Test
  void wrongUsageNamesTheHelp() {
    Typed typed = Typed.run(errand, home, "run", "x", "--wait", "soon");

    assertEquals(2, typed.code());
    assertTrue(typed.err().contains("'soon' is not a duration"), typed.err());
    assertTrue(typed.err().contains("See errand run --help."), typed.err());
  }

  @ParameterizedTest
  @CsvSource({"--help", "run --help", "batches list --help", "keys create --help", "config --help"})
  void everyVerbHasHelp(String command) {
    Typed typed = Typed.run(errand, home, command.split(" "));

    assertEquals(0, typed.code());
    assertTrue(typed.out().startsWith("Usage: errand"), typed.out());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    String version = Typed.run(errand, home, "version").out();

    assertTrue(version.matches("errand [0-9]+[.][0-9]+[.][0-9]+\\S*\n"), version);
    assertEquals(version, Typed.run(errand, home, "--version").out());
    assertEquals(version, Typed.run(errand, home, "run", "--version").out());
  }

  @ParameterizedTest
  @CsvSource({"--url URL lanes", "lanes --url URL"})
  void globalOptionsStandBeforeOrAfterTheVerb(String command) {
    errand.answers.put("GET /v1/lanes", "200 {\"data\":[]}");
    String[] typed = command.replace("URL", errand.url().toString()).split(" ");

    assertEquals(0, Typed.run(Map.of(), home, "", typed).code());
    assertEquals(List.of("GET /v1/lanes"), errand.requests);
  }
}
