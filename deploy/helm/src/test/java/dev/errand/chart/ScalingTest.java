package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ScalingTest {

  @Test
  void aPoolMayScaleToZero() {
    JsonNode spec = scaledObject("keda");

    assertEquals(0, spec.path("minReplicaCount").asInt());
    assertTrue(spec.has("minReplicaCount"));
    assertEquals(20, spec.path("maxReplicaCount").asInt());
    assertEquals(300, spec.path("cooldownPeriod").asInt());
  }

  @Test
  void scalingInIsSlow() {
    JsonNode down =
        scaledObject("keda").at("/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown");

    assertEquals(300, down.path("stabilizationWindowSeconds").asInt());
    assertEquals(50, down.at("/policies/0/value").asInt());
  }

  @Test
  void theDatabaseIsQueriedWithASeparateLogin() {
    JsonNode trigger = scaledObject("keda").at("/triggers/0");

    assertEquals("postgresql", trigger.path("type").asText());
    assertEquals("errand-db-rw.errand.svc", trigger.at("/metadata/host").asText());
    assertEquals("verify-full", trigger.at("/metadata/sslmode").asText());
    // 80 % of 512 slots.
    assertEquals("409", trigger.at("/metadata/targetQueryValue").asText());
    JsonNode login = manifests("keda").keda("TriggerAuthentication", "errand-database");
    assertEquals("errand-scaler", login.at("/spec/secretTargetRef/0/name").asText());
  }

  @Test
  void ofSeveralTriggersTheHighestCounts() {
    JsonNode triggers = scaledObject("keda-rabbitmq").path("triggers");

    assertEquals(
        List.of("postgresql", "rabbitmq"),
        StreamSupport.stream(triggers.spliterator(), false)
            .map(trigger -> trigger.path("type").asText())
            .toList());
    JsonNode queue = triggers.path(1).path("metadata");
    assertEquals("amqps://errand-rabbitmq.errand.svc:5671/errand", queue.path("host").asText());
    assertEquals("errand.hints.default", queue.path("queueName").asText());
    // 80 % of 160 slots, at 16 jobs a message.
    assertEquals("8", queue.path("value").asText());
  }

  @Test
  void aUrlWithTheLoginInItStaysInItsSecret() {
    assertTrue(scaledObject("keda-rabbitmq-url").at("/triggers/0/metadata/host").isMissingNode());
    JsonNode login =
        manifests("keda-rabbitmq-url").keda("TriggerAuthentication", "errand-rabbitmq");
    assertEquals("host", login.at("/spec/secretTargetRef/0/parameter").asText());
    assertEquals("amazon-mq", login.at("/spec/secretTargetRef/0/name").asText());
  }

  @Test
  void aPlainAutoscalerLooksAtCpuAndBusySlots() {
    HorizontalPodAutoscaler workers =
        manifests("hpa").the(HorizontalPodAutoscaler.class, "errand-worker-default");

    List<MetricSpec> metrics = workers.getSpec().getMetrics();
    assertEquals(70, metrics.get(0).getResource().getTarget().getAverageUtilization());
    assertEquals("errand_worker_calls", metrics.get(1).getPods().getMetric().getName());
    assertEquals("409", metrics.get(1).getPods().getTarget().getAverageValue().toString());
    assertEquals(2, workers.getSpec().getMinReplicas());
    manifests("hpa").the(HorizontalPodAutoscaler.class, "errand-api");
  }

  private static JsonNode scaledObject(String variation) {
    return manifests(variation).keda("ScaledObject", "errand-worker-default").path("spec");
  }

  private static Manifests manifests(String variation) {
    return Variation.named(variation).rendered();
  }
}
