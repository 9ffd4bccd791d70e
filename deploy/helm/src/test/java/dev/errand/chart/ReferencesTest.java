package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.chart.Manifests.Pod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** References between objects are valid, whatever the values. */
class ReferencesTest {

  static Stream<Variation> variations() {
    return Variation.all();
  }

  @ParameterizedTest
  @MethodSource("variations")
  void namesAreShortEnoughAndUnique(Variation variation) {
    List<String> names = variation.rendered().names();

    assertEquals(new HashSet<>(names).size(), names.size(), names::toString);
    names.forEach(name -> assertTrue(name.substring(name.indexOf(' ') + 1).length() <= 63, name));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void objectsThatPodsReferToExistOrAreNamedInTheValues(Variation variation) {
    Manifests manifests = variation.rendered();
    for (Pod pod : manifests.pods()) {
      assertKnown(Pods.secrets(pod), names(manifests.every(Secret.class)), variation);
      assertKnown(Pods.configMaps(pod), names(manifests.every(ConfigMap.class)), variation);
      String account = pod.spec().getServiceAccountName();
      if (account != null) {
        assertKnown(Set.of(account), names(manifests.every(ServiceAccount.class)), variation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variations")
  void mountedFilesAreInTheConfigMap(Variation variation) {
    Manifests manifests = variation.rendered();
    for (Pod pod : manifests.pods()) {
      for (Volume volume : pod.spec().getVolumes()) {
        if (volume.getName().equals("settings")) {
          ConfigMap settings = manifests.the(ConfigMap.class, volume.getConfigMap().getName());
          List<String> keys =
              volume.getConfigMap().getItems().stream().map(KeyToPath::getKey).toList();
          assertTrue(settings.getData().keySet().containsAll(keys), keys::toString);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variations")
  void hooksNameNothingThatComesAfterThem(Variation variation) {
    Manifests manifests = variation.rendered();
    Set<String> hooks = names(manifests.every(Secret.class).stream().filter(this::isHook));
    for (Job job : manifests.every(Job.class)) {
      Pod pod = manifests.pod(Manifests.name(job));
      assertTrue(isHook(job));
      assertNull(pod.spec().getServiceAccountName());
      assertKnown(Pods.secrets(pod), hooks, variation);
      assertKnown(Pods.configMaps(pod), Set.of(), variation);
    }
    String release = Chart.release(variation.values());
    assertFalse(release.contains("kind: Job"));
    assertFalse(release.contains("-migration"));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void selectorsFindPods(Variation variation) {
    Manifests manifests = variation.rendered();
    List<Map<String, String>> selectors =
        Stream.of(
                manifests.every(Deployment.class).stream()
                    .map(it -> it.getSpec().getSelector().getMatchLabels()),
                manifests.every(Service.class).stream().map(it -> it.getSpec().getSelector()),
                manifests.every(PodDisruptionBudget.class).stream()
                    .map(it -> it.getSpec().getSelector().getMatchLabels()),
                manifests.every(NetworkPolicy.class).stream()
                    .map(it -> it.getSpec().getPodSelector().getMatchLabels()))
            .flatMap(stream -> stream)
            .toList();

    selectors.forEach(
        selector -> assertTrue(Pods.selects(selector, manifests.pods()), selector::toString));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void monitorsFindServices(Variation variation) {
    Manifests manifests = variation.rendered();
    for (ServiceMonitor monitor : manifests.every(ServiceMonitor.class)) {
      Map<String, String> selector = monitor.getSpec().getSelector().getMatchLabels();
      assertEquals(
          1,
          manifests.every(Service.class).stream()
              .filter(it -> hasAll(it.getMetadata().getLabels(), selector))
              .count());
    }
  }

  @ParameterizedTest
  @MethodSource("variations")
  void scaledDeploymentsExistAndDoNotSetReplicas(Variation variation) {
    Manifests manifests = variation.rendered();
    Stream<String> byPodAutoscaler =
        manifests.every(HorizontalPodAutoscaler.class).stream()
            .map(it -> it.getSpec().getScaleTargetRef().getName());
    Stream<String> byKeda =
        manifests.keda().stream()
            .filter(it -> it.path("kind").asText().equals("ScaledObject"))
            .map(it -> it.path("spec").path("scaleTargetRef").path("name").asText());
    List<String> scaled = Stream.concat(byPodAutoscaler, byKeda).toList();

    scaled.forEach(name -> manifests.the(Deployment.class, name));
    for (Deployment deployment : manifests.every(Deployment.class)) {
      assertEquals(
          scaled.contains(Manifests.name(deployment)), deployment.getSpec().getReplicas() == null);
    }
    assertEquals(new HashSet<>(scaled).size(), scaled.size());
  }

  @ParameterizedTest
  @MethodSource("variations")
  void triggersNameLoginsThatAreThere(Variation variation) {
    Manifests manifests = variation.rendered();
    for (JsonNode object : manifests.keda()) {
      object
          .path("spec")
          .path("triggers")
          .forEach(
              trigger ->
                  manifests.keda(
                      "TriggerAuthentication",
                      trigger.path("authenticationRef").path("name").asText()));
      object
          .path("spec")
          .path("secretTargetRef")
          .forEach(
              secret ->
                  assertKnown(
                      Set.of(secret.path("name").asText()),
                      names(manifests.every(Secret.class)),
                      variation));
    }
  }

  private static void assertKnown(Set<String> named, Set<String> made, Variation variation) {
    String values = Chart.defaults() + variation.values();
    named.stream()
        .filter(name -> !made.contains(name))
        .forEach(name -> assertTrue(values.contains(name), () -> name + " does not exist"));
  }

  private boolean isHook(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations != null && "pre-install,pre-upgrade".equals(annotations.get("helm.sh/hook"));
  }

  private static boolean hasAll(Map<String, String> labels, Map<String, String> selector) {
    return labels.entrySet().containsAll(selector.entrySet());
  }

  private static Set<String> names(List<? extends HasMetadata> objects) {
    return names(objects.stream());
  }

  private static Set<String> names(Stream<? extends HasMetadata> objects) {
    return objects.map(Manifests::name).collect(Collectors.toSet());
  }
}
