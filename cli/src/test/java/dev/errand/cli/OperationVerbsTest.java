package dev.errand.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that move all jobs of a filter: how often, whatever happens to the command. */
class OperationVerbsTest {

  private static final String OPERATION =
      """
      {"id":"%s","action":"retry","priority":null,"filter":{},"reason":"r","created_by":"k",\
      "created_at":"2026-01-05T09:30:00Z","state":"STATE","jobs":312,"expected":312,"done":DONE,\
      "ended_at":null}"""
          .formatted(JobVerbsTest.ID);
  private static final String GET = "GET /v1/operations/" + JobVerbsTest.ID;
  private static final String CREATE = "POST /v1/operations";
  private static final String GONE =
      "404 {\"type\":\"urn:errand:problem:not-found\",\"status\":404,\"detail\":\"gone\"}";

  @TempDir Path home;

  private FakeErrand errand;

  @BeforeEach
  void start() throws IOException {
    errand = new FakeErrand();
    errand.answers.put(
        CREATE + " dry",
        """
        200 {"action":"retry","filter":{},"jobs":312,"more":false,"by_state":{"failed":312}}""");
    errand.answers.put(CREATE, "202 " + operation("running", 0));
    errand.answers.put(GET, "200 " + operation("completed", 311));
  }

  @AfterEach
  void stop() {
    errand.close();
  }

  private static String operation(String state, int done) {
    return OPERATION.replace("STATE", state).replace("DONE", Integer.toString(done));
  }

  private Typed retry(String... more) {
    List<String> all = new ArrayList<>(List.of("retry", "--since", "12h", "--yes"));
    all.addAll(List.of(more));
    return Typed.run(errand, home, all.toArray(String[]::new));
  }

  /** The bodies of those that were created. */
  private List<String> created() {
    return errand.bodies.stream().filter(body -> body.contains("\"expected\"")).toList();
  }

  private List<Path> remembered() throws IOException {
    Path folder = home.resolve(".local/state/errand/operations");
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void anInterruptedCommandAgainIsTheSameOperation() throws IOException {
    errand.answers.put(GET, GONE);
    assertEquals(5, retry().code());
    errand.answers.put(GET, "200 " + operation("completed", 311));

    Typed again = retry();

    assertEquals(0, again.code(), again.err());
    assertEquals("311 of 312 queued again\n", again.out());
    assertTrue(again.err().contains("begun before, at 2026-01-05T09:30:00Z"), again.err());
    // The time and all else is that of the first one, and so is the key.
    assertEquals(2, created().size());
    assertEquals(created().getFirst(), created().getLast());
    assertEquals(1, errand.keys.stream().distinct().count(), errand.keys.toString());
    assertEquals(List.of(), remembered());
  }

  @Test
  void anOperationThatIsOverIsNotRepeatedButAnotherOne() {
    assertEquals(0, retry().code());
    assertEquals(0, retry().code());

    assertEquals(2, errand.keys.stream().distinct().count(), errand.keys.toString());
  }

  @Test
  void anotherFilterOrKeyIsAnotherOperation() {
    errand.answers.put(GET, GONE);
    retry();
    retry("--lane", "gpt");
    Typed.run(
        Map.of("ERRAND_URL", errand.url().toString(), "ERRAND_API_KEY", "k"),
        home,
        "",
        "retry",
        "--since",
        "12h",
        "--yes");

    assertEquals(3, errand.keys.stream().distinct().count(), errand.keys.toString());
  }

  @Test
  void theSameWordsOnAnotherDayAreAnotherOperation() throws IOException {
    errand.answers.put(GET, GONE);
    retry();
    Path file = remembered().getFirst();
    String yesterday = "2026-01-05T09:30:00Z";
    Files.writeString(
        file, Files.readString(file, UTF_8).replaceAll("\"at\":\"[^\"]+", "\"at\":\"" + yesterday));
    retry();

    assertEquals(2, errand.keys.stream().distinct().count(), errand.keys.toString());
  }

  @Test
  void aCommandThatDiedWhileItWroteHasSentNothing() throws IOException {
    errand.answers.put(GET, GONE);
    retry();
    Path file = remembered().getFirst();
    Files.writeString(file, Files.readString(file, UTF_8).substring(0, 40));
    retry();

    assertEquals(2, errand.keys.stream().distinct().count(), errand.keys.toString());
  }

  @Test
  void whatWasRejectedIsForgottenAndWhatIsUnknownIsNot() throws IOException {
    String problem = "{\"type\":\"urn:errand:problem:%s\",\"status\":%d,\"detail\":\"it is so\"}";
    errand.answers.put(CREATE, "409 " + problem.formatted("unexpected-count", 409));
    assertEquals(6, retry().code());
    assertEquals(List.of(), remembered());

    errand.answers.put(CREATE, "403 " + problem.formatted("forbidden", 403));
    assertEquals(4, retry().code());
    assertNotEquals(List.of(), remembered());
  }

  @Test
  void aDryRunRemembersNothing() {
    errand.answers.put(GET, GONE);
    retry();

    assertEquals("would retry 312 jobs (312 failed)\n", retry("--dry-run").out());
  }

  @Test
  void jobsGetAnotherPriority() {
    Typed typed =
        Typed.run(errand, home, "reprioritise", "--priority", "-5", "--lane", "gpt", "--yes");

    assertEquals("311 of 312 now with priority -5\n", typed.out(), typed.err());
    assertTrue(created().getFirst().contains("\"priority\":-5"), created().toString());
    assertEquals(2, Typed.run(errand, home, "reprioritise", "--priority", "5").code());
    assertEquals(2, Typed.run(errand, home, "reprioritise", "--lane", "gpt").code());
  }
}
