package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.scenario.Churn.Cost;
import dev.errand.bench.stage.BenchDatabase;
import dev.errand.bench.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S8: the cost of a claim and a finish with a million queued jobs, under steady churn. */
public final class Backlog implements Scenario {

  private static final int FEW = 2_000;
  private static final int MANY = 1_000_000;
  private static final double RATIO = 1.2;

  /** As the API writes them, with ids ordered by time, but in one statement. */
  private static final String FILL =
      """
      with jobs as (
        insert into job (id, state, lane, run_at, max_attempts)
        select uuidv7(), 'queued', 'default', now(), 3 from generate_series(1, %d)
        returning id)
      insert into job_request (job_id, endpoint, model, body)
      select id, '/v1/chat/completions', '%s', convert_to(
        '{"model":"%s","messages":[{"role":"user","content":"What is ' || id || '?"}]}', 'UTF8')
      from jobs
      """;

  private final Duration time;

  /**
   * @param time the length of the churn with many jobs; with few it is a fifth
   */
  public Backlog(Duration time) {
    this.time = time;
  }

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    stage.startWorker(List.of(), List.of("errand.worker.concurrency=" + Churn.SLOTS));
    List<Cost> few = churn(stage, FEW, time.dividedBy(5));
    stage.clear();
    List<Cost> many = churn(stage, MANY, time);
    Finding finding = finding(stage.database(), few, many);
    stage.stopWorkers();
    stage.database().dropStatements();
    stage.clear();
    return List.of(finding);
  }

  /** The costs of each tenth of the time. */
  private static List<Cost> churn(Stage stage, int queued, Duration time) {
    stage.database().execute(FILL.formatted(queued, Churn.MODEL, Churn.MODEL));
    stage.database().execute("vacuum analyze job");
    Churn churn = new Churn(stage);
    churn.run(time.dividedBy(10));
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      costs.add(churn.run(time.dividedBy(10)));
    }
    return costs;
  }

  private static Finding finding(BenchDatabase database, List<Cost> few, List<Cost> many) {
    double before = total(few).median();
    double after = total(many).median();
    double last = total(many.subList(many.size() - 2, many.size())).median();
    double worst = Math.max(after, last) / before;
    long rows = database.number("select reltuples from pg_class where relname = 'job'");
    long dead = dead(database);
    double index = megabytes(database, "job_claim");
    return new Finding(
        "S8",
        "claim + finish with 1,000,000 queued <= 1.2 x with 2,000",
        "%.4f ms per job (claim %.4f), last fifth %.4f; %d rows, %d dead, claim index %.0f MB, table %.0f MB"
            .formatted(after, claim(many), last, rows, dead, index, megabytes(database, "job")),
        "%.4f ms per job (claim %.4f) with 2,000 queued".formatted(before, claim(few)),
        worst,
        Verdict.of(worst <= RATIO),
        Map.of(
            "ms_per_job",
            after,
            "last_ms_per_job",
            last,
            "baseline_ms_per_job",
            before,
            "dead_rows",
            (double) dead,
            "claim_index_mb",
            index,
            "jobs",
            jobs(many)));
  }

  private static Runs total(List<Cost> costs) {
    return new Runs(costs.stream().map(cost -> cost.claim() + cost.finish()).toList());
  }

  private static double claim(List<Cost> costs) {
    return new Runs(costs.stream().map(Cost::claim).toList()).median();
  }

  private static double jobs(List<Cost> costs) {
    return costs.stream().mapToLong(Cost::jobs).sum();
  }

  private static long dead(BenchDatabase database) {
    return database.number("select n_dead_tup from pg_stat_user_tables where relname = 'job'");
  }

  private static double megabytes(BenchDatabase database, String relation) {
    return database.number("select pg_relation_size('%s')".formatted(relation)) / 1e6;
  }
}
