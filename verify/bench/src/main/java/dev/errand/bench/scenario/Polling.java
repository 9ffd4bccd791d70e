package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.Wrk;
import dev.errand.bench.stage.Wrk.Load;
import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.JobQuery;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** S9: polling unfinished jobs whose state the client already has. */
public final class Polling implements Scenario {

  private static final int CONNECTIONS = 64;
  private static final int SECONDS = 5;
  private static final int JOBS = 100;
  private static final double PER_SECOND = 8_000;
  private static final double RATIO = 0.6;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    URI api = stage.freshApi().uri();
    ErrandClient client = ErrandClient.of(api);
    Jobs.upload(stage, Jobs.lines(Stage.PARKED, JOBS));
    List<UUID> ids = client.list(JobQuery.all().limit(JOBS)).data().stream().map(Job::id).toList();
    String tag = client.poll(ids.getFirst(), Duration.ZERO).tag().orElseThrow();
    ids.forEach(id -> requireUnchanged(client, id, tag));
    String polls = polls(ids, tag);
    Wrk.run(api, CONNECTIONS, SECONDS, polls);
    List<Double> rates = new ArrayList<>();
    List<Double> noOps = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      noOps.add(Wrk.run(api.resolve("/v1"), CONNECTIONS, SECONDS, "").perSecond());
      loads.add(Wrk.run(api, CONNECTIONS, SECONDS, polls));
      rates.add(loads.getLast().perSecond());
      ratios.add(rates.getLast() / noOps.getLast());
    }
    stage.clear();
    return List.of(finding(new Runs(rates), new Runs(noOps), new Runs(ratios), loads));
  }

  private static void requireUnchanged(ErrandClient client, UUID id, String tag) {
    if (client.pollChanged(id, tag, Duration.ZERO).isPresent()) {
      throw new IllegalStateException("not the state that was tagged: " + id);
    }
  }

  private static String polls(List<UUID> ids, String tag) {
    String paths = ids.stream().map("\"/v1/jobs/%s\""::formatted).collect(Collectors.joining(", "));
    return """
    local paths = {%s}
    local requests = {}
    local next = 0
    init = function()
      wrk.headers["If-None-Match"] = '%s'
      for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
    end
    request = function()
      next = next %% #requests + 1
      return requests[next]
    end
    """
        .formatted(paths, tag);
  }

  private static Finding finding(Runs rates, Runs noOps, Runs ratios, List<Load> loads) {
    double p99 = new Runs(loads.stream().map(Load::p99).toList()).median();
    return new Finding(
        "S9",
        "polling with an ETag >= 8,000/s or >= 0.6 x a no-op",
        rates.text("%.0f") + "/s, p99 %.1f ms".formatted(p99),
        "GET /v1, a constant: " + noOps.text("%.0f") + "/s",
        ratios.median(),
        Verdict.of(rates.median() >= PER_SECOND || ratios.median() >= RATIO),
        Map.of("per_second", rates.median(), "baseline_per_second", noOps.median(), "p99_ms", p99));
  }
}
