package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.errand.client.DepthQuery;
import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.Job.State;
import dev.errand.client.JobAnswer;
import dev.errand.client.JobPage;
import dev.errand.client.JobQuery;
import dev.errand.client.JobResult;
import dev.errand.client.Lane;
import dev.errand.client.LaneDepth;
import dev.errand.client.LineAnswer;
import dev.errand.client.Problem;
import dev.errand.client.ProblemException;
import dev.errand.client.ProblemType;
import dev.errand.client.ServiceInfo;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import dev.errand.client.UsageQuery;
import dev.errand.client.UsageReport;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The typed client against the packaged service. */
class ClientIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Installation errand;

  @BeforeAll
  static void start() {
    errand = new Installation("client", Installation.PRICES);
    errand.startWorker("w", Map.of());
  }

  @AfterAll
  static void stop() {
    errand.close();
  }

  @Test
  void aJobGoesFromItsSubmissionToItsDeletion() {
    ErrandClient client = errand.client();
    Submission job = Submission.prompt("sim", "client").metadata(Map.of("case", "life"));
    SubmitOptions once = SubmitOptions.idempotent("client-1");

    JobAnswer accepted = client.submit(job, once.andWait(PATIENCE));
    UUID id = accepted.job().id();

    assertEquals(State.SUCCEEDED, accepted.job().state());
    assertTrue(accepted.job().outputText().isPresent());
    assertEquals(Optional.empty(), accepted.retryAfter());
    assertTrue(client.submit(job, once).replayed());
    assertEquals(Optional.empty(), client.pollChanged(id, accepted.tag().get(), Duration.ZERO));
    assertEquals(List.of(id), ids(client.list(JobQuery.all().metadata("case", "life"))));
    client.delete(id);
    assertEquals(
        ProblemType.NOT_FOUND, assertThrows(ProblemException.class, () -> client.job(id)).type());
    assertEquals(
        ProblemType.JOB_DELETED,
        assertThrows(ProblemException.class, () -> client.submit(job, once)).type());
  }

  @Test
  void jobsAreCountedAndTheirResultsAreReadAtOnce() {
    ErrandClient client = errand.client();
    JobQuery query = JobQuery.all().metadata("case", "results");
    for (int i = 0; i < 3; i++) {
      Submission job = Submission.prompt("sim", "result " + i).metadata(Map.of("case", "results"));
      client.submit(job, SubmitOptions.waiting(PATIENCE));
    }

    try (Stream<JobResult> lines = client.results(query)) {
      List<JobResult> results = lines.toList();
      assertEquals(3, results.size());
      assertTrue(results.stream().allMatch(result -> result.job().outputText().isPresent()));
      try (Stream<JobResult> rest = client.results(query.after(results.get(1).cursor()))) {
        assertEquals(List.of(results.get(2)), rest.toList());
      }
      UUID id = results.getFirst().job().id();
      assertTrue(client.request(id).contains("result 2"), client.request(id));
    }
    assertEquals(3, client.counts(query).of(State.SUCCEEDED));
    assertEquals(0, client.failures(JobQuery.all().lane("none")).jobs());
  }

  @Test
  void usageIsSummedInGroups() {
    ErrandClient client = errand.client();
    client.submit(Submission.prompt("sim", "used"), SubmitOptions.waiting(PATIENCE));

    UsageReport report = client.usage(UsageQuery.all().lane("default").by("outcome", "hour"));
    assertEquals(List.of("outcome", "hour"), report.by());
    UsageReport.Group newest =
        report.data().stream()
            .filter(group -> group.outcome().equals(Optional.of(State.SUCCEEDED)))
            .findFirst()
            .orElseThrow();
    assertTrue(newest.jobs() > 0 && newest.outputTokens() > 0, newest::toString);
    assertTrue(newest.ranSeconds().p95().isPresent());
    assertEquals(Optional.of("USD"), report.currency());
    assertEquals(OptionalLong.of(0), newest.withoutPrice());
    BigDecimal cost =
        BigDecimal.valueOf(newest.inputTokens() + 8 * newest.outputTokens())
            .multiply(new BigDecimal("0.00000025"));
    assertEquals(0, cost.compareTo(newest.cost().orElseThrow()), newest::toString);
    assertEquals(List.of(), client.usage(UsageQuery.all().model("none")).data());
  }

  /** The first time when the service starts. */
  @Test
  void theDepthOfLanesIsRecorded() {
    ErrandClient client = errand.client();
    Instant soon = Instant.now().plusSeconds(600);
    DepthQuery query = DepthQuery.all().lane("default").after(soon.minusSeconds(3600)).before(soon);

    await().atMost(PATIENCE).until(() -> !client.depth(query).data().isEmpty());

    LaneDepth depth = client.depth(query);
    assertEquals(60, depth.stepSeconds());
    assertFalse(depth.cut());
    assertTrue(depth.data().getFirst().exact());
  }

  @Test
  void aJobIsCancelledAndRetried() {
    ErrandClient client = errand.client();
    UUID id = errand.submit(Submission.prompt("sim", "later").delay(Duration.ofHours(1)));

    assertEquals(State.SCHEDULED, client.job(id).state());
    assertEquals(
        ProblemType.CONFLICT, assertThrows(ProblemException.class, () -> client.delete(id)).type());
    assertEquals(State.CANCELLED, client.cancel(id).state());
    assertEquals(2, client.retry(id).life());
    assertEquals(State.SUCCEEDED, client.poll(id, PATIENCE).job().state());
  }

  @Test
  void invalidFieldsAreReportedOneByOne() {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> errand.submit(Submission.prompt("sim", "x").priority(101).maxAttempts(0)));

    assertEquals(ProblemType.INVALID_SUBMISSION, problem.type());
    assertEquals(
        Set.of("priority", "max_attempts"),
        problem.problem().violations().stream()
            .map(Problem.Violation::field)
            .collect(Collectors.toSet()));
  }

  @Test
  void anUploadAnswersLineByLineAndTheLanesCountTheJobs() {
    List<LineAnswer> lines =
        errand
            .client()
            .upload(
                List.of(
                    Submission.prompt("sim", "line 1").delay(Duration.ofHours(1)),
                    Submission.prompt("sim", "line 2").priority(101)));

    assertEquals(Optional.of(State.SCHEDULED), lines.get(0).state());
    assertEquals(ProblemType.INVALID_SUBMISSION, lines.get(1).problem().get().type());
    Lane lane = errand.client().lanes().getFirst();
    assertEquals("default", lane.name());
    assertTrue(lane.open() && lane.scheduled() > 0, lane::toString);
  }

  /** Ensures that the client has all fields of a new version of the API. */
  @ParameterizedTest
  @CsvSource({
    "Job, dev.errand.client.Job",
    "Attempt, dev.errand.client.Job$Attempt",
    "Error, dev.errand.client.Job$Failure",
    "Usage, dev.errand.client.Job$Usage",
    "Waiting, dev.errand.client.Job$Waiting",
    "JobPage, dev.errand.client.JobPage",
    "JobCounts, dev.errand.client.JobCounts",
    "JobCount, dev.errand.client.JobCounts$JobCount",
    "Failures, dev.errand.client.Failures",
    "FailureGroup, dev.errand.client.Failures$Group",
    "UsageReport, dev.errand.client.UsageReport",
    "UsageGroup, dev.errand.client.UsageReport$Group",
    "UsageTimes, dev.errand.client.UsageReport$Times",
    "Operation, dev.errand.client.Operation",
    "OperationPreview, dev.errand.client.Operation$Preview",
    "Lane, dev.errand.client.Lane",
    "LaneDepth, dev.errand.client.LaneDepth",
    "DepthPoint, dev.errand.client.LaneDepth$Point",
    "Closures, dev.errand.client.Lane$Closures",
    "Worker, dev.errand.client.Worker",
    "LanePause, dev.errand.client.Lane$Pause",
    "ClosedModel, dev.errand.client.Lane$ClosedModel",
    "ProviderModels, dev.errand.client.Lane$ProviderModels",
    "LineAnswer, dev.errand.client.LineAnswer",
    "Problem, dev.errand.client.Problem",
    "Service, dev.errand.client.ServiceInfo",
    "OpenAIBatch, dev.errand.client.Batch",
    "OpenAIBatchCounts, dev.errand.client.Batch$RequestCounts",
    "OpenAIBatchErrors, dev.errand.client.Batch$Errors"
  })
  void itsTypesAreThoseOfTheApiDocument(String schema, Class<?> type) throws IOException {
    JsonNode document =
        new ObjectMapper()
            .readTree(errand.api().uri().resolve("/q/openapi?format=json").toURL())
            .at("/components/schemas/" + schema + "/properties");
    Set<String> documented = new TreeSet<>();
    document.fieldNames().forEachRemaining(documented::add);

    assertEquals(documented, names(type));
  }

  private static Set<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<UUID> ids(JobPage page) {
    return page.data().stream().map(Job::id).toList();
  }

  @Test
  void theServiceSaysWhatItIs() {
    ServiceInfo service = errand.client().service();

    assertEquals("errand", service.service());
    assertEquals("/v1/jobs", service.jobs());
  }
}
