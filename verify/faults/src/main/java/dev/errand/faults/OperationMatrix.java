package dev.errand.faults;

import dev.errand.client.ErrandClient;
import dev.errand.client.JobQuery;
import dev.errand.client.NewOperation;
import dev.errand.client.NoAnswerException;
import dev.errand.client.Operation;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import dev.errand.faults.Load.Batch;
import dev.errand.rig.Waiting;
import dev.errand.rig.wire.Halt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Strikes a part while an operation retries jobs that fail again: there is one operation however
 * often its client had to ask, it comes to its end, and each job is retried once.
 */
final class OperationMatrix {

  /** An operation takes several chunks. */
  static final List<String> SETTINGS = List.of("errand.api.dispatch.batch=4");

  private static final int JOBS = 20;
  private static final String MODEL = "sim-400";
  private static final String NAME = "case";
  private static final int UNAVAILABLE = 503;
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final World world;
  private final Load load;
  private final ErrandClient client;
  private int cases;

  OperationMatrix(World world, Load load) {
    this.world = world;
    this.load = load;
    this.client = ErrandClient.of(world.api().uri()).withTimeout(PATIENCE);
  }

  /** At which moment. */
  enum Moment {
    CREATION_BEGINS("before an operation is created"),
    CREATION_COMMITTED("operation created, before the API knows"),
    CHUNK_BEGINS("before an operation's first chunk"),
    CHUNK_COMMITTED("an operation's first chunk is done, before the API knows");

    private final String text;

    Moment(String text) {
      this.text = text;
    }

    /** Its name in tables. */
    String text() {
      return text;
    }

    /** By words of the API's statements. */
    private Halt halt() {
      return switch (this) {
        case CREATION_BEGINS -> Halt.before("insert into operation");
        case CREATION_COMMITTED -> Halt.after("insert into operation");
        case CHUNK_BEGINS -> Halt.before("from progress p left join");
        case CHUNK_COMMITTED -> Halt.after("from progress p left join");
      };
    }
  }

  /** SIGKILL at a moment, and a new process soon after. */
  CaseResult kill(Moment moment, Part victim) throws InterruptedException {
    String name = "%s-%s-%d".formatted(moment, victim, ++cases);
    Batch batch =
        load.submit(
            name, JOBS, prompt -> Submission.prompt(MODEL, prompt).metadata(Map.of(NAME, name)));
    batch.awaitAccepted();
    Waiting.until("all have failed", SOON, () -> failed(name, 1) == JOBS);
    Operation told = struck(moment, victim, name);
    Instant end = Instant.now();
    List<String> violations = new ArrayList<>();
    hold(
        violations,
        Waiting.holdsWithin(SOON, () -> state(told) == Operation.State.COMPLETED),
        "the operation does not end");
    hold(
        violations,
        Waiting.holdsWithin(SOON, () -> failed(name, 2) == JOBS),
        "not every job was retried once");
    Duration recovery = Duration.between(end, Instant.now());
    check(violations, batch, name, told);
    return new CaseResult(
        moment.text, victim.text(), JOBS, failed(name, 2), 0, 0, 0, recovery, violations);
  }

  private void check(List<String> violations, Batch batch, String name, Operation told) {
    int done = untilAnswered(() -> client.operations().get(told.id())).done();
    hold(violations, done == JOBS, done + " jobs are counted as done");
    long created =
        count(
            "select count(*) from audit"
                + " where what = 'operation.create' and details->>'reason' = ?",
            name);
    hold(violations, created == 1, created + " operations were created");
    for (String prompt : batch.prompts()) {
      int calls = world.simulator().calls().count(prompt);
      hold(violations, calls == 2, "%s was called %d times".formatted(prompt, calls));
    }
  }

  /** What the client was told, who asks until there is an answer. */
  private Operation struck(Moment moment, Part victim, String name) throws InterruptedException {
    Halt halt = world.apiNetwork().postgres().stopAt(moment.halt());
    NewOperation retry = NewOperation.retry(JobQuery.all().metadata(NAME, name));
    CompletableFuture<Operation> told =
        CompletableFuture.supplyAsync(
            () -> untilAnswered(() -> client.operations().create(retry, JOBS, name, name)),
            Thread::startVirtualThread);
    if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException(
          "not reached within %s: %s; told: %s".formatted(STEP, moment, told));
    }
    world.kill(victim);
    halt.drop();
    world.revive(victim);
    return told.join();
  }

  private Operation.State state(Operation operation) {
    return untilAnswered(() -> client.operations().get(operation.id())).state();
  }

  /** The answer to a request that may be repeated. */
  static <T> T untilAnswered(Supplier<T> request) {
    while (true) {
      try {
        return request.get();
      } catch (ProblemException e) {
        if (e.status() != UNAVAILABLE) {
          throw e;
        }
      } catch (NoAnswerException _) {
        // Nobody knows whether it was done: under the same key it is not done again.
      }
      Waiting.pause(AGAIN);
    }
  }

  private int failed(String name, int life) {
    return (int)
        count(
            "select count(*) from job j join job_request r on r.job_id = j.id"
                + " where j.state = 'failed' and j.life = %d and r.metadata->>'%s' = ?"
                    .formatted(life, NAME),
            name);
  }

  private static void hold(List<String> violations, boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }

  private long count(String sql, String name) {
    try (Connection connection = world.database().connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      ResultSet row = statement.executeQuery();
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
