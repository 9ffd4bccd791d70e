package dev.errand.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that go on looking, where nobody watches; TerminalIT has those in a terminal. */
class WatchVerbsTest {

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

  private static String counts(int running, int succeeded, int failed) {
    return """
        200 {"data":[{"state":"running","count":%d,"more":false},\
        {"state":"succeeded","count":%d,"more":false},{"state":"failed","count":%d,"more":false}]}"""
        .formatted(running, succeeded, failed);
  }

  @Test
  void watchEndsWhenAllJobsHaveEnded() {
    String request = "GET /v1/jobs/counts?lane=gpt";
    errand.first.put(request, new ArrayDeque<>(List.of(counts(2, 1, 0))));
    errand.answers.put(request, counts(0, 3, 0));

    Typed typed = Typed.run(errand, home, "watch", "--lane", "gpt", "--every", "1s");

    assertEquals(0, typed.code(), typed.err());
    assertEquals("STATE      JOBS\nrunning    0\nsucceeded  3\nfailed     0\n", typed.out());
    assertEquals(List.of(request, request), errand.requests);
  }

  @Test
  void watchTellsAnEndWithoutSuccess() {
    errand.answers.put("GET /v1/jobs/counts?batch=batch_1", counts(0, 3, 1));

    assertEquals(3, Typed.run(errand, home, "watch", "--batch", "batch_1").code());
    assertEquals(2, Typed.run(errand, home, "watch", "--every", "0s").code());
  }

  private static String lanes(int queued) {
    return """
        200 {"data":[{"name":"default","configured":true,"open":true,"counts_exact":true,\
        "queued":%d,"running":0,"concurrency":8}]}"""
        .formatted(queued);
  }

  @Test
  void lanesArePrintedAgainWhenTheyHaveChanged() {
    errand.first.put("GET /v1/lanes", new ArrayDeque<>(List.of(lanes(3), lanes(3), lanes(0))));

    // Until the service has no more answers.
    Typed typed =
        Typed.run(errand, home, "lanes", "--watch", "--every", "1s", "--columns", "name,queued");

    assertEquals(
        """
        NAME     QUEUED
        default  3
        NAME     QUEUED
        default  0
        """,
        typed.out());
    assertEquals(4, errand.requests.size());
  }

  @Test
  void lanesWithoutWatchArePrintedOnce() {
    errand.answers.put("GET /v1/lanes", lanes(3));

    assertEquals("default\n", Typed.run(errand, home, "lanes", "-o", "id").out());
    assertEquals(1, errand.requests.size());
    assertEquals(2, Typed.run(errand, home, "lanes", "--watch", "--every", "0s").code());
  }
}
