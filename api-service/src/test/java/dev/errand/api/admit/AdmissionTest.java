package dev.errand.api.admit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial.ModelNotPermitted;
import dev.errand.api.admit.Denial.PriorityNotPermitted;
import dev.errand.api.admit.Denial.TooManyQueued;
import dev.errand.api.admit.Denial.TooManyUploads;
import dev.errand.api.admit.Denial.TooManyWaiting;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.hints.HintQueue;
import dev.errand.api.problem.Problem;
import dev.errand.api.submit.Submission;
import dev.errand.api.submit.Submitter;
import dev.errand.api.testing.SentHints;
import dev.errand.api.testing.TestConfig;
import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.database.DatabaseTrouble;
import dev.errand.job.Endpoint;
import dev.errand.job.JobState;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.NewJob;
import dev.errand.store.SubmitStore;
import dev.errand.store.access.WaitingStore;
import dev.errand.telemetry.Tracing;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Limits.Amounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decisions of admission, as values and as seen by clients. */
class AdmissionTest {

  private static final Caller ACME = new Caller("acme", Access.OPEN, "test", Set.of(), Limits.NONE);

  private final Store store = new Store();
  private final Waiting waiting = new Waiting(store);
  private final Admission admission = admission();

  @AfterEach
  void letAllThrough() {
    store.open.countDown();
  }

  @Test
  void aSubmissionThatIsAllowedIsCommittedForItsCaller() {
    store.open.countDown();

    Decision<Acceptance> decision = admission.submit(ACME, submission());

    Accepted accepted = assertInstanceOf(Accepted.class, allowed(decision));
    assertEquals(List.of("acme"), store.written.stream().map(NewJob::tenant).toList());
    assertEquals(List.of(accepted.id()), store.written.stream().map(NewJob::id).toList());
  }

  @Test
  void oneMoreThanMayWaitIsDeniedAndNotStored() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var written = threads.submit(() -> admission.submit(ACME, submission()));
      await().until(() -> store.entered.getCount() == 0);
      var waiting = threads.submit(() -> admission.submit(ACME, submission()));
      // Whichever of these two comes second is one too many.
      var other = threads.submit(() -> admission.submit(ACME, submission()));
      await().until(() -> waiting.isDone() || other.isDone());
      store.open.countDown();

      long denied =
          List.of(written.get(), waiting.get(), other.get()).stream()
              .filter(new Denied<Acceptance>(new TooManyQueued())::equals)
              .count();
      assertEquals(1, denied);
      assertEquals(2, store.written.size());
    }
  }

  @Test
  void aFailingDatabaseIsNotADecision() {
    store.open.countDown();
    store.failures.add(new DatabaseException(DatabaseTrouble.UNREACHABLE, "away"));

    assertThrows(DatabaseException.class, () -> admission.submit(ACME, submission()));
  }

  @Test
  void anUploadHoldsItsPlaceUntilItIsClosed() {
    Upload first = allowed(admission.upload(ACME));
    assertEquals(new Denied<Upload>(new TooManyUploads()), admission.upload(ACME));

    first.close();
    first.close();

    Upload second = allowed(admission.upload(ACME));
    assertEquals(new Denied<Upload>(new TooManyUploads()), admission.upload(ACME));
    second.close();
  }

  @Test
  void theSubmissionsOfAnUploadAreCommittedForItsCaller() throws Exception {
    store.open.countDown();
    try (Upload upload = allowed(admission.upload(ACME))) {
      CompletableFuture<Decision<Acceptance>> decision = upload.submit(submission());

      assertInstanceOf(Accepted.class, allowed(decision.join()));
      assertEquals(List.of("acme"), store.written.stream().map(NewJob::tenant).toList());
    }
  }

  @Test
  void aDenialContainsWhatTheResponseNeeds() {
    assertEquals(
        unavailable("too many requests are already waiting for the database; try again shortly"),
        new TooManyQueued().problem());
    assertEquals(
        unavailable("too many uploads are in progress; try again shortly"),
        new TooManyUploads().problem());
  }

  @ParameterizedTest
  @CsvSource({"gpt-5, true", "gpt-*, true", "*, true", "gpt-4*, false", "gpt, false"})
  void aKeyPermitsTheModelsThatItsGlobsMatch(String glob, boolean permitted) {
    store.open.countDown();
    List<String> globs = List.of("o4-mini", glob);

    Decision<Acceptance> decision =
        admission.submit(limited(Optional.of(globs), OptionalInt.empty()), submission());

    if (permitted) {
      assertInstanceOf(Accepted.class, allowed(decision));
    } else {
      assertEquals(new Denied<Acceptance>(new ModelNotPermitted("gpt-5", globs)), decision);
      assertEquals(List.of(), List.copyOf(store.written));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "5, true", "-1, false"})
  void aKeyPermitsPrioritiesUpToItsHighest(int highest, boolean permitted) throws Exception {
    store.open.countDown();
    Caller caller = limited(Optional.empty(), OptionalInt.of(highest));

    Decision<Acceptance> single = admission.submit(caller, submission());
    Decision<Acceptance> line;
    try (Upload upload = allowed(admission.upload(caller))) {
      line = upload.submit(submission()).join();
    }

    Denied<Acceptance> denied = new Denied<>(new PriorityNotPermitted(0, highest));
    assertEquals(permitted, !single.equals(denied));
    assertEquals(permitted, !line.equals(denied));
    assertEquals(permitted ? 2 : 0, store.written.size());
  }

  @Test
  void whatAKeyDoesNotPermitIsForbidden() {
    Problem model = new ModelNotPermitted("gpt-5", List.of("o4-*", "o3")).problem();
    Problem priority = new PriorityNotPermitted(10, 0).problem();

    assertEquals(403, model.status());
    assertEquals("the key does not permit the model gpt-5; it permits: o4-*, o3", model.detail());
    assertEquals(403, priority.status());
    assertEquals(
        "the key or its tenant does not permit the priority 10; set a priority of at most 0",
        priority.detail());
  }

  @Test
  void submissionsOfCallersWithoutALimitAreNotCounted() {
    store.open.countDown();

    allowed(admission.submit(ACME, submission()));
    allowed(admission.submit(queueing(OptionalInt.empty(), OptionalInt.empty()), submission()));

    assertEquals(0, waiting.questions.get());
  }

  @Test
  void noMoreJobsWaitThanTheKeyMayHave() throws Exception {
    store.open.countDown();
    waiting.ofKey.set(3);
    Caller caller = queueing(OptionalInt.of(5), OptionalInt.empty());
    Denied<Acceptance> denied = new Denied<>(new TooManyWaiting("key", 5));

    allowed(admission.submit(caller, submission()));
    try (Upload upload = allowed(admission.upload(caller))) {
      allowed(upload.submit(submission()).join());
      assertEquals(denied, upload.submit(submission()).join());
    }
    assertEquals(denied, admission.submit(caller, submission()));
    assertEquals(2, store.written.size());
    assertTrue(waiting.questions.get() > 0);
  }

  @Test
  void keyAndTenantMustBothHaveRoom() {
    store.open.countDown();
    waiting.ofTenant.set(9);
    Caller caller = queueing(OptionalInt.of(2), OptionalInt.of(10));

    allowed(admission.submit(caller, submission()));
    assertEquals(
        new Denied<Acceptance>(new TooManyWaiting("tenant", 10)),
        admission.submit(caller, submission()));
    assertEquals(
        new Denied<Acceptance>(new TooManyWaiting("tenant", 10)),
        admission.submit(caller, submission()));
    assertEquals(1, store.written.size());
  }

  @Test
  void aDenialForTooManyWaitingJobsSaysWhenToTryAgain() {
    Problem problem = new TooManyWaiting("tenant", 10).problem();

    assertEquals(429, problem.status());
    assertEquals("urn:errand:problem:quota-exceeded", problem.type());
    assertEquals(Duration.ofSeconds(5), problem.retryAfter());
    assertEquals(
        "the limit of 10 waiting jobs of this tenant is reached; try again later",
        problem.detail());
  }

  private static Caller queueing(OptionalInt ofKey, OptionalInt ofTenant) {
    Limits limits =
        new Limits(
            Optional.empty(),
            OptionalInt.empty(),
            new Amounts(OptionalInt.empty(), ofKey),
            new Amounts(OptionalInt.empty(), ofTenant));
    return new Caller("acme", Access.KEY, "key:k", Optional.of("k"), Set.of(), limits);
  }

  private static Caller limited(Optional<List<String>> models, OptionalInt highest) {
    Limits limits = new Limits(models, highest, Amounts.ANY, Amounts.ANY);
    return new Caller("acme", Access.KEY, "key:k", Optional.of("k"), Set.of(), limits);
  }

  private static Problem unavailable(String detail) {
    return new Problem(
        "urn:errand:problem:unavailable",
        "Temporarily unavailable",
        503,
        detail,
        null,
        List.of(),
        Duration.ofSeconds(2));
  }

  private static <T> T allowed(Decision<T> decision) {
    return switch (decision) {
      case Allowed<T>(T value) -> value;
      case Denied<T>(Denial denial) -> throw new AssertionError(denial);
    };
  }

  private static Submission submission() {
    return new Submission(
        new Submission.Call(Endpoint.RESPONSES, "gpt-5", "openai", "{}".getBytes(UTF_8)),
        new NewJob.Plan(0, null, null, null, 5, null),
        Map.of(),
        Optional.empty());
  }

  private Admission admission() {
    SmallRyeConfig settings =
        TestConfig.with(
            Map.of(
                "errand.lanes.openai.models", "gpt-*",
                "errand.api.submit.queue-jobs", "1",
                "errand.api.bulk.uploads", "1"));
    ApiConfig config = settings.getConfigMapping(ApiConfig.class);
    Lanes lanes = new Lanes(settings.getConfigMapping(LanesConfig.class));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    HintQueue hints = new HintQueue(new SentHints(), lanes, config, meters);
    // No watch: it is used only after an upload's commit has failed.
    return new Admission(
        new Submitter(
            store,
            null,
            hints,
            config,
            settings.getConfigMapping(DatabaseTimeouts.class),
            null,
            Tracing.off(),
            meters,
            Clock.systemUTC()),
        new Backlogs(waiting),
        config);
  }

  /** Has the written jobs and as many others as configured, and counts how often it is asked. */
  private static final class Waiting extends WaitingStore {
    final AtomicInteger ofKey = new AtomicInteger();
    final AtomicInteger ofTenant = new AtomicInteger();
    final AtomicInteger questions = new AtomicInteger();

    private final Store store;

    Waiting(Store store) {
      super(null);
      this.store = store;
    }

    @Override
    public int ofKey(String key, int most) {
      questions.incrementAndGet();
      return Math.min(most, ofKey.get() + store.written.size());
    }

    @Override
    public int ofTenant(String tenant, int most) {
      questions.incrementAndGet();
      return Math.min(most, ofTenant.get() + store.written.size());
    }
  }

  /** Accepts all jobs once it is open, or fails as configured. */
  private static final class Store extends SubmitStore {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    final Queue<NewJob> written = new ConcurrentLinkedQueue<>();
    final Queue<DatabaseException> failures = new ConcurrentLinkedQueue<>();

    Store() {
      super(null);
    }

    @Override
    public List<Acceptance> accept(List<NewJob> jobs) {
      entered.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!failures.isEmpty()) {
        throw failures.remove();
      }
      written.addAll(jobs);
      return jobs.stream().<Acceptance>map(Store::accepted).toList();
    }

    private static Accepted accepted(NewJob job) {
      return new Accepted(job.id(), JobState.QUEUED, null, null);
    }
  }
}
