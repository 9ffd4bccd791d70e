package dev.errand.faults;

import dev.errand.client.ErrandClient;
import dev.errand.client.Submission;
import dev.errand.client.UsageQuery;
import dev.errand.client.UsageReport;
import dev.errand.faults.Load.Batch;
import dev.errand.rig.Waiting;
import dev.errand.rig.wire.Halt;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Strikes a part while the usage of ended jobs is folded: at once, and once all is folded, the
 * usage is that of the jobs and attempts themselves, and the cost is that of their tokens.
 */
final class UsageMatrix {

  /** Usage is folded in several chunks, and tokens have prices. */
  static final List<String> SETTINGS =
      List.of(
          "errand.api.dispatch.batch=4",
          "errand.prices.sim.models=sim*",
          "errand.prices.sim.input=0.3",
          "errand.prices.sim.output=1.7");

  private static final String FOLD = "insert into usage_hour";
  private static final int JOBS = 20;
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String TRUTH =
      """
      select count(*), coalesce(sum(a.attempts), 0), coalesce(sum(a.input), 0),
        coalesce(sum(a.output), 0),
        (coalesce(sum(a.input), 0) * 0.3 + coalesce(sum(a.output), 0) * 1.7) / 1000000
      from job j left join (
        select job_id, count(*) as attempts, sum(input_tokens) as input,
          sum(output_tokens) as output
        from attempt group by job_id) a on a.job_id = j.id
      where j.ended_at is not null
      """;

  private final World world;
  private final Load load;
  private final ErrandClient client;
  private int cases;

  UsageMatrix(World world, Load load) {
    this.world = world;
    this.load = load;
    this.client = ErrandClient.of(world.api().uri()).withTimeout(PATIENCE);
  }

  /** At which moment. */
  enum Moment {
    FOLD_BEGINS("before usage is folded"),
    FOLD_COMMITTED("usage is folded, before the API knows");

    private final String text;

    Moment(String text) {
      this.text = text;
    }

    /** Its name in tables. */
    String text() {
      return text;
    }
  }

  /** What can be summed in two ways. */
  private record Sums(
      long jobs, long attempts, long inputTokens, long outputTokens, BigDecimal cost) {

    private Sums {
      cost = cost.stripTrailingZeros();
    }
  }

  /** SIGKILL at a moment, and a new process soon after. */
  CaseResult kill(Moment moment, Part victim) throws InterruptedException {
    String name = "%s-%s-%d".formatted(moment, victim, ++cases);
    Batch batch = struck(moment, victim, name);
    Instant end = Instant.now();
    List<String> violations = new ArrayList<>();
    hold(violations, used().equals(truth()), "the usage is wrong at once");
    hold(
        violations,
        Waiting.holdsWithin(SOON, () -> count("select count(*) from usage_ending") == 0),
        "the usage is not folded");
    Duration recovery = Duration.between(end, Instant.now());
    hold(violations, used().equals(truth()), "the usage is wrong once it is folded");
    hold(violations, timed() == truth().jobs(), timed() + " jobs have a waiting time");
    int ended =
        (int) count("select count(*) from job where ended_at is not null") - JOBS * (cases - 1);
    return new CaseResult(
        moment.text,
        victim.text(),
        batch.prompts().size(),
        ended,
        results(name),
        0,
        0,
        recovery,
        violations);
  }

  /** The round that folds is stopped before the jobs end, so that it finds what is to be folded. */
  private Batch struck(Moment moment, Part victim, String name) throws InterruptedException {
    Halt halt = world.apiNetwork().postgres().stopAt(Halt.before(FOLD));
    reach(halt);
    Batch batch = load.submit(name, JOBS, UsageMatrix::submission);
    batch.awaitAccepted();
    Waiting.until(
        "all have ended",
        SOON,
        () -> count("select count(*) from job where ended_at is null") == 0);
    Halt struck = moment == Moment.FOLD_BEGINS ? halt : halt.passUntilAnswered();
    reach(struck);
    world.kill(victim);
    struck.drop();
    world.revive(victim);
    return batch;
  }

  /** Every other one fails. */
  private static Submission submission(String prompt) {
    boolean fails = prompt.hashCode() % 2 == 0;
    return Submission.prompt(fails ? "sim-error-400" : "sim", prompt);
  }

  private static void reach(Halt halt) throws InterruptedException {
    if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException("not reached within " + STEP);
    }
  }

  private Sums used() {
    UsageReport report = OperationMatrix.untilAnswered(() -> client.usage(UsageQuery.all()));
    UsageReport.Group all = report.data().getFirst();
    return new Sums(
        all.jobs(),
        all.attempts(),
        all.inputTokens(),
        all.outputTokens(),
        all.cost().orElseThrow());
  }

  private Sums truth() {
    return query(
        TRUTH,
        row ->
            new Sums(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getBigDecimal(5)));
  }

  private long timed() {
    return count("select sum(n) from usage_hour, unnest(waited) n");
  }

  private int results(String name) {
    return (int)
        count(
            "select count(*) from job j join job_request r on r.job_id = j.id"
                + " where j.state = 'succeeded' and convert_from(r.body, 'utf8') like '%%%s %%'"
                    .formatted(name));
  }

  private static void hold(List<String> violations, boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }

  private long count(String sql) {
    return query(sql, row -> row.getLong(1));
  }

  /** Reads a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> T query(String sql, Reader<T> reader) {
    try (Connection connection = world.database().connect();
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery(sql);
      row.next();
      return reader.read(row);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
