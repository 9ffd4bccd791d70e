package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.RelabelConfig;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts and the dashboard use existing metrics, and the documentation has each alert. */
class MonitoringTest {

  private static final Pattern RUNBOOK = Pattern.compile("^### (Errand\\w+)$", Pattern.MULTILINE);

  /** A query and its location. */
  record Query(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Query> queries() {
    Stream<Query> alerts =
        rules("production").map(rule -> new Query(rule.getAlert(), rule.getExpr().getStrVal()));
    return Stream.concat(alerts, panels());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void theServicesExposeTheQueriedMetrics(Query query) {
    Queries.check(query.text());
  }

  @Test
  void eachAlertHasItsEntryInTheRunbook() {
    Set<String> entries =
        RUNBOOK
            .matcher(Chart.read(Path.of("../../docs/operations/operating.md")))
            .results()
            .map(entry -> entry.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(entries, alerts("production"));
    rules("production")
        .forEach(
            rule ->
                assertEquals(
                    "docs/operations/operating.md#" + rule.getAlert().toLowerCase(Locale.ROOT),
                    rule.getAnnotations().get("runbook_url")));
  }

  @Test
  void eachAlertSaysHowBadItIs() {
    rules("production")
        .forEach(
            rule ->
                assertTrue(
                    Set.of("critical", "warning", "info")
                        .contains(rule.getLabels().get("severity"))));
  }

  @Test
  void alertsCanBeLeftOut() {
    Set<String> left = new HashSet<>(alerts("production"));
    left.removeAll(alerts("monitoring"));

    assertEquals(Set.of("ErrandLaneThrottled"), left);
  }

  @Test
  void aFullPoolIsMeasuredByItsOwnSlots() {
    List<String> full =
        rules("production")
            .filter(rule -> rule.getAlert().equals("ErrandPoolFull"))
            .map(rule -> rule.getExpr().getStrVal())
            .toList();

    assertEquals(2, full.size());
    assertTrue(full.get(0).contains("0.95 * 512"), full.get(0));
    assertTrue(full.get(1).contains("0.95 * 64"), full.get(1));
  }

  @Test
  void workersAreScrapedWithTheirPool() {
    ServiceMonitor monitor =
        Variation.named("monitoring").rendered().the(ServiceMonitor.class, "errand-worker");

    var endpoint = monitor.getSpec().getEndpoints().getFirst();
    assertEquals("/q/metrics", endpoint.getPath());
    assertEquals("management", endpoint.getPort());
    assertEquals(
        List.of("job", "pool"),
        endpoint.getRelabelings().stream().map(RelabelConfig::getTargetLabel).toList());
  }

  /** Alerts and the dashboard select by it. */
  @Test
  void jobsHaveTheNamesOfTheServices() {
    for (String name : List.of("errand-api", "errand-worker")) {
      ServiceMonitor monitor =
          Variation.named("monitoring").rendered().the(ServiceMonitor.class, name);
      RelabelConfig job = monitor.getSpec().getEndpoints().getFirst().getRelabelings().getFirst();
      assertEquals("job", job.getTargetLabel());
      assertEquals(name, job.getReplacement());
    }
  }

  @Test
  void panelsDoNotOverlap() {
    Set<String> places = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      JsonNode at = panel.path("gridPos");
      assertTrue(at.path("x").asInt() + at.path("w").asInt() <= 24, panel::toString);
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String place = (at.path("x").asInt() + x) + " " + (at.path("y").asInt() + y);
          assertTrue(places.add(place), panel::toString);
        }
      }
    }
  }

  @Test
  void panelsAskTheSourceThatTheReaderChooses() {
    assertEquals(
        Set.of("${datasource}"),
        dashboard().findValues("datasource").stream()
            .map(source -> source.path("uid").textValue())
            .collect(Collectors.toSet()));
  }

  @Test
  void aBrokerThatIsConfiguredAndNotUsedForAMinuteIsAnAlert() {
    Rule rule =
        rules("production")
            .filter(it -> it.getAlert().equals("ErrandBrokerAway"))
            .findFirst()
            .orElseThrow();

    assertEquals("1m", rule.getFor());
    String asked = rule.getExpr().getStrVal();
    assertTrue(asked.startsWith("errand_broker_connected{"), asked);
    assertTrue(asked.contains("errand-(api|worker)") && asked.endsWith("== 0"), asked);
  }

  @Test
  void howLongAJobMayWaitIsSaidByTheValues() {
    String waits =
        rules("production")
            .filter(rule -> rule.getAlert().equals("ErrandQueueOld"))
            .map(rule -> rule.getExpr().getStrVal())
            .findFirst()
            .orElseThrow();

    assertTrue(waits.contains("> 3600"), waits);
  }

  @Test
  void theDashboardsPanelsAreTold() {
    JsonNode dashboard = dashboard();
    List<Integer> ids =
        dashboard.path("panels").findValuesAsText("id").stream().map(Integer::valueOf).toList();

    assertEquals(new HashSet<>(ids).size(), ids.size());
    assertEquals("errand", dashboard.path("uid").asText());
    assertTrue(panels().count() > 20);
  }

  private static Set<String> alerts(String variation) {
    return rules(variation).map(Rule::getAlert).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Rule> rules(String variation) {
    Variation values =
        variation.equals("production") ? Variation.production() : Variation.named(variation);
    return values.rendered().the(PrometheusRule.class, "errand").getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream());
  }

  private static Stream<Query> panels() {
    Stream.Builder<Query> queries = Stream.builder();
    dashboard()
        .path("panels")
        .forEach(
            panel ->
                panel
                    .path("targets")
                    .forEach(
                        target ->
                            queries.add(
                                new Query(
                                    panel.path("title").asText()
                                        + " "
                                        + target.path("refId").asText(),
                                    target.path("expr").asText()))));
    return queries.build();
  }

  private static JsonNode dashboard() {
    ConfigMap map =
        Variation.named("monitoring").rendered().the(ConfigMap.class, "errand-dashboard");
    assertEquals("1", map.getMetadata().getLabels().get("grafana_dashboard"));
    return Yaml.read(map.getData().get("errand.json"));
  }
}
