package dev.errand.bench.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.Wrk.Load;
import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S13: S1 with an API key, in turn with S1 at a service that is open. */
public final class SubmitWithKey implements Scenario {

  private static final String BOOTSTRAP = "bootstrap-key-of-the-benchmark-01";
  private static final List<String> WITH_KEYS =
      List.of("errand.access=keys", "errand.access.bootstrap-key=" + BOOTSTRAP);
  private static final String NEW_KEY =
      "{\"name\": \"bench\", \"tenant\": \"default\", \"roles\": [\"submit\"]}";
  private static final int CREATED = 201;
  private static final double RATIO = 0.9;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    ServiceProcess open = stage.freshApi();
    ServiceProcess closed = stage.startApi(WITH_KEYS);
    Map<String, String> header = Map.of("Authorization", "Bearer " + key(closed.uri()));
    stage.startWorker(List.of(), List.of());
    SubmitSingly.run(stage, open, Map.of());
    SubmitSingly.run(stage, closed, header);
    List<Load> without = new ArrayList<>();
    List<Load> with = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      // The second of a turn finds the jobs of the first, so both are the second as often.
      boolean openFirst = i % 2 == 0;
      if (openFirst) {
        without.add(SubmitSingly.run(stage, open, Map.of()));
      }
      with.add(SubmitSingly.run(stage, closed, header));
      if (!openFirst) {
        without.add(SubmitSingly.run(stage, open, Map.of()));
      }
    }
    stage.stopWorkers();
    stage.stopOtherApis();
    return List.of(finding(without, with));
  }

  private static Finding finding(List<Load> without, List<Load> with) {
    Runs open = rates(without);
    Runs keys = rates(with);
    double ratio = keys.median() / open.median();
    double p99 = new Runs(with.stream().map(Load::p99).toList()).median();
    double openP99 = new Runs(without.stream().map(Load::p99).toList()).median();
    return new Finding(
        "S13",
        "S1 with an API key >= 0.9 x S1 at an open service",
        keys.text("%.0f") + "/s, p99 %.1f ms".formatted(p99),
        "open " + open.text("%.0f") + "/s, p99 %.1f ms".formatted(openP99),
        ratio,
        Verdict.of(ratio >= RATIO),
        Map.of(
            "per_second",
            keys.median(),
            "p99_ms",
            p99,
            "baseline_per_second",
            open.median(),
            "baseline_p99_ms",
            openP99));
  }

  private static Runs rates(List<Load> loads) {
    return new Runs(loads.stream().map(Load::perSecond).toList());
  }

  /** Creates a key as an administrator does. */
  private static String key(URI api) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/keys"))
            .header("Authorization", "Bearer " + BOOTSTRAP)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(NEW_KEY))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != CREATED) {
        throw new IllegalStateException(response + ": " + response.body());
      }
      return new ObjectMapper().readTree(response.body()).path("key").textValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
