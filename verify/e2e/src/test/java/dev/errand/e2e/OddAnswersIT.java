package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A provider that answers 200 with all that may come with it. */
class OddAnswersIT {

  private static final Duration SOON = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a provider sends, and what comes of it.
   *
   * @param body null for the one of the model
   * @param end the type of the error, or the finish reason of what succeeded
   */
  private record Case(String model, String body, String state, int calls, String end) {

    static Case echo(String body, int calls, String error) {
      return new Case("sim-echo", body.replace('\'', '"'), "failed", calls, error);
    }

    static Case of(String model, String state, int calls, String end) {
      return new Case(model, null, state, calls, end);
    }

    String prompt(int number) {
      return body == null ? "prompt " + number : body;
    }

    String submission(int number) {
      return JSON.createObjectNode()
          .put("model", model)
          .put("prompt", prompt(number))
          .put("max_attempts", 2)
          .toString();
    }
  }

  private static final List<Case> CASES =
      List.of(
          Case.of("sim-empty", "failed", 2, "invalid_answer"),
          Case.of("sim-nothing", "failed", 2, "invalid_answer"),
          Case.of("sim-halfstream", "failed", 2, "invalid_answer"),
          Case.of("sim-half", "failed", 2, "provider_error"),
          Case.of("sim-inner-502", "failed", 2, "provider_error"),
          Case.of("sim-inner-400", "failed", 1, "provider_error"),
          Case.of("sim-null", "failed", 1, "invalid_answer"),
          Case.of("sim-html", "failed", 1, "invalid_answer"),
          Case.of("sim-stream", "succeeded", 1, "stop"),
          Case.of("sim-cutoff", "succeeded", 1, "length"),
          Case.of("sim-filtered", "succeeded", 1, "content_filter"),
          Case.of("sim-nan", "succeeded", 1, "stop"),
          Case.of("sim-badutf8", "succeeded", 1, "stop"),
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
      List<String> ids =
          IntStream.range(0, CASES.size())
              .mapToObj(i -> errand.client().submitJson(CASES.get(i).submission(i)))
              .toList();

      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> hasEnded(errand, id)));

      assertAll(
          IntStream.range(0, CASES.size())
              .mapToObj(i -> () -> check(errand, CASES.get(i), i, ids.get(i))));
    }
  }

  private static boolean hasEnded(Installation errand, String id) {
    return !errand.client().job(id).path("ended_at").isNull();
  }

  private static void check(Installation errand, Case expected, int number, String id) {
    JsonNode job = errand.client().job(id);
    String what = expected + " " + job;
    assertEquals(expected.state(), job.path("state").textValue(), what);
    assertEquals(expected.calls(), errand.simulator().calls().count(expected.prompt(number)), what);
    assertEquals(expected.calls(), job.path("attempts_spent").intValue(), what);
    boolean failed = expected.state().equals("failed");
    assertEquals(
        expected.end(),
        (failed ? job.path("error").path("type") : job.path("finish_reason")).textValue(),
        what);
    assertTrue(failed || job.path("result").isObject(), what);
  }
}
