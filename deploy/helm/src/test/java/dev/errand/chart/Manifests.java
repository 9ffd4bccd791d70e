package dev.errand.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Rendered objects, parsed strictly.
 *
 * @param all objects defined by Kubernetes or the Prometheus operator
 * @param keda objects defined by KEDA, checked against its schemas
 */
record Manifests(List<HasMetadata> all, List<JsonNode> keda) {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("batch/v1 Job", Job.class),
          Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
          Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

  /** A pod created by an object. */
  record Pod(String owner, PodTemplateSpec template) {

    PodSpec spec() {
      return template.getSpec();
    }

    List<Container> containers() {
      return spec().getContainers();
    }

    Map<String, String> labels() {
      return template.getMetadata().getLabels();
    }

    @Override
    public String toString() {
      return owner;
    }
  }

  static Manifests of(String text) {
    List<HasMetadata> all = new ArrayList<>();
    List<JsonNode> keda = new ArrayList<>();
    for (JsonNode document : Yaml.readAll(text)) {
      String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
      if (kind.startsWith("keda.sh/")) {
        KedaSchemas.check(document);
        keda.add(document);
      } else {
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
          throw new IllegalArgumentException("no model for " + kind + " in\n" + document);
        }
        all.add(Yaml.as(document, type));
      }
    }
    return new Manifests(all, keda);
  }

  <T extends HasMetadata> List<T> every(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> T the(Class<T> type, String name) {
    return every(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
  }

  JsonNode keda(String kind, String name) {
    return keda.stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.path("metadata").path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** All pods, including those of hooks and those for trying out. */
  List<Pod> pods() {
    Function<HasMetadata, Pod> pod =
        object ->
            switch (object) {
              case Deployment it -> new Pod(name(it), it.getSpec().getTemplate());
              case Job it -> new Pod(name(it), it.getSpec().getTemplate());
              default -> null;
            };
    return all.stream().map(pod).filter(Objects::nonNull).toList();
  }

  Pod pod(String name) {
    return pods().stream().filter(pod -> pod.owner().equals(name)).findFirst().orElseThrow();
  }

  /** Names of the objects, with their kinds. */
  List<String> names() {
    return Stream.concat(
            all.stream().map(object -> object.getKind() + " " + name(object)),
            keda.stream()
                .map(
                    object ->
                        object.path("kind").asText()
                            + " "
                            + object.path("metadata").path("name").asText()))
        .sorted()
        .toList();
  }

  static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
