package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.errand.api.problem.Violation;
import dev.errand.job.Endpoint;
import dev.errand.store.NewJob;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The checks use only values: a draft needs no JSON. */
class SubmissionCheckTest {

  private static final byte[] REQUEST = "the provider's request".getBytes(UTF_8);

  private final SubmissionCheck check = SubmissionReaderTest.check(Map.of());

  @Test
  void aDraftOfAnyOriginBecomesASubmission() {
    Draft draft =
        new Draft(
            call("/v1/responses", new Draft.Body(REQUEST, Given.value("gpt-5"), Set.of())),
            plan(Given.value(7), Given.value(new BigDecimal("1.5"))),
            Given.value(Map.of("customer", Given.value("acme"))));

    Submission submission = check.check(draft, new Violations());

    assertEquals(Endpoint.RESPONSES, submission.call().endpoint());
    assertEquals("openai", submission.call().lane());
    assertSame(REQUEST, submission.call().body());
    assertEquals(7, submission.plan().priority());
    assertEquals(Duration.ofMillis(1500), submission.plan().delay());
    assertEquals(Map.of("customer", "acme"), submission.metadata());
    assertEquals(Optional.empty(), submission.key());
  }

  @Test
  void theReadersErrorsPrecedeThoseOfTheValues() {
    Draft draft =
        new Draft(
            call("/v1/responses", new Draft.Body(REQUEST, Given.nothing(), Set.of("stream"))),
            plan(Given.value(101), Given.other("a list")),
            Given.value(Map.of("customer", Given.other("a number"))));
    Violations violations = new Violations();
    violations.add("line 3", "has a field too many");

    RejectedException e =
        assertThrows(RejectedException.class, () -> check.check(draft, violations));

    assertEquals(
        List.of(
            new Violation("line 3", "has a field too many"),
            new Violation(
                "body.stream",
                "must not be true: a job stores the complete answer, so leave stream out"),
            new Violation("body.model", "is missing: set the model to call"),
            new Violation("delay_seconds", "must be a number from 0 to 31536000, not a list"),
            new Violation("priority", "must be an integer from -100 to 100, not 101"),
            new Violation("metadata.customer", "must be a string of at most 512 characters")),
        e.violations());
  }

  @Test
  void aSubmissionBecomesAJobOfItsCaller() {
    Draft draft =
        new Draft(
            call("/v1/embeddings", new Draft.Body(REQUEST, Given.value("gpt-5"), Set.of())),
            plan(Given.nothing(), Given.nothing()),
            Given.nothing());
    Caller acme = new Caller("acme", Access.OPEN, "test", Set.of(), Limits.NONE);
    UUID id = new UUID(0, 7);

    NewJob job = check.check(draft, new Violations()).job(id, acme, null);

    assertEquals(id, job.id());
    assertEquals("acme", job.tenant());
    assertEquals("openai", job.lane());
  }

  private static Draft.Call call(String endpoint, Draft.Body body) {
    return new Draft.Call(
        Given.value(endpoint),
        Given.value(body),
        Given.nothing(),
        Given.nothing(),
        Given.nothing());
  }

  private static Draft.Plan plan(Given<Integer> priority, Given<BigDecimal> delay) {
    return new Draft.Plan(
        priority,
        delay,
        Given.nothing(),
        Given.nothing(),
        Given.nothing(),
        Given.nothing(),
        Given.nothing());
  }
}
