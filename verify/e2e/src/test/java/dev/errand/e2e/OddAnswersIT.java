package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A provider that responds 200 with all kinds of bodies. */
class OddAnswersIT {

  private static final Duration SOON = Duration.ofSeconds(120);

  /**
   * What a provider sends, and its result.
   *
   * @param body null for the model's own
   * @param end the type of the error, or the finish reason of a success
   */
  private record Case(String model, String body, State state, int calls, String end) {

    static Case echo(String body, int calls, String error) {
      return new Case("sim-echo", body.replace('\'', '"'), State.FAILED, calls, error);
    }

    static Case of(String model, State state, int calls, String end) {
      return new Case(model, null, state, calls, end);
    }

    String prompt(int number) {
      return body == null ? "prompt " + number : body;
    }

    Submission submission(int number) {
      return Submission.prompt(model, prompt(number)).maxAttempts(2);
    }
  }

  private static final List<Case> CASES =
      List.of(
          Case.of("sim-empty", State.FAILED, 2, "invalid_answer"),
          Case.of("sim-nothing", State.FAILED, 2, "invalid_answer"),
          Case.of("sim-halfstream", State.FAILED, 2, "invalid_answer"),
          Case.of("sim-half", State.FAILED, 2, "provider_error"),
          Case.of("sim-inner-502", State.FAILED, 2, "provider_error"),
          Case.of("sim-inner-400", State.FAILED, 1, "provider_error"),
          Case.of("sim-null", State.FAILED, 1, "invalid_answer"),
          Case.of("sim-html", State.FAILED, 1, "invalid_answer"),
          Case.of("sim-stream", State.SUCCEEDED, 1, "stop"),
          Case.of("sim-cutoff", State.SUCCEEDED, 1, "length"),
          Case.of("sim-filtered", State.SUCCEEDED, 1, "content_filter"),
          Case.of("sim-nan", State.SUCCEEDED, 1, "stop"),
          Case.of("sim-badutf8", State.SUCCEEDED, 1, "stop"),
          Case.echo("{'choices':null}", 2, "invalid_answer"),
          Case.echo("{'choices':[{'message':null}]}", 2, "invalid_answer"),
          Case.echo("{'choices':[{'message':{'content':'ha", 2, "invalid_answer"),
          Case.echo("[{'error':{'code':500,'message':'x'}}]", 2, "provider_error"),
          Case.echo("{'detail':'Not Found'}", 1, "invalid_answer"),
          Case.echo("{'error':{'type':'invalid_request_error'}}", 1, "provider_error"));

  @Test
  void anAnswerWithAGoodStatusCountsOnlyIfItIsOne() {
    try (Installation errand = new Installation("oddanswers", Map.of())) {
      errand.startWorker("w", Map.of("ERRAND_WORKER_RETRY_BASE", "0.05S"));
      List<UUID> ids =
          IntStream.range(0, CASES.size())
              .mapToObj(i -> errand.submit(CASES.get(i).submission(i)))
              .toList();

      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> hasEnded(errand, id)));

      assertAll(
          IntStream.range(0, CASES.size())
              .mapToObj(i -> () -> check(errand, CASES.get(i), i, ids.get(i))));
    }
  }

  private static boolean hasEnded(Installation errand, UUID id) {
    return errand.client().job(id).state().isFinal();
  }

  private static void check(Installation errand, Case expected, int number, UUID id) {
    Job job = errand.client().job(id);
    String what = expected + " " + job;
    assertEquals(expected.state(), job.state(), what);
    assertEquals(expected.calls(), errand.simulator().calls().count(expected.prompt(number)), what);
    assertEquals(expected.calls(), job.attemptsSpent(), what);
    boolean failed = expected.state() == State.FAILED;
    assertEquals(
        expected.end(),
        (failed ? job.error().map(Job.Failure::type) : job.finishReason()).orElseThrow(),
        what);
    assertTrue(failed || job.result().orElseThrow().isObject(), what);
  }
}
