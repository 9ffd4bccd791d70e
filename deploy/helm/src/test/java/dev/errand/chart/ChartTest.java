package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.chart.Manifests.Pod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChartTest {

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private static final Pattern FILE = Pattern.compile("=(/etc/errand/\\S+)");

  @Test
  void theChartIsForTheServicesOfItsRelease() {
    Matcher version = VERSION.matcher(Chart.read(Path.of("pom.xml")));
    assertTrue(version.find());
    JsonNode chart = Yaml.read(Chart.read(Chart.DIRECTORY.resolve("Chart.yaml")));

    assertEquals(version.group(1), chart.path("appVersion").asText());
    assertEquals(
        "errand/api:" + version.group(1),
        Variation.named("defaults")
            .rendered()
            .pod("errand-api")
            .containers()
            .getFirst()
            .getImage());
  }

  @Test
  void byDefaultOnlyPodsAndTheirProtectionAreCreated() {
    assertEquals(
        List.of(
            "ConfigMap errand",
            "Deployment errand-api",
            "Deployment errand-worker-default",
            "Job errand-migration",
            "NetworkPolicy errand-api",
            "NetworkPolicy errand-migration",
            "NetworkPolicy errand-worker-default",
            "PodDisruptionBudget errand-api",
            "PodDisruptionBudget errand-worker-default",
            "Secret errand-bootstrap-key",
            "Service errand-api",
            "ServiceAccount errand"),
        Variation.named("defaults").rendered().names());
  }

  @Test
  void eachPoolHasItsDeployment() {
    Manifests manifests = Variation.named("two-pools").rendered();
    Deployment gpu = manifests.the(Deployment.class, "errand-worker-gpu");

    assertEquals(
        2, manifests.the(Deployment.class, "errand-worker-default").getSpec().getReplicas());
    assertEquals(1, gpu.getSpec().getReplicas());
    assertEquals(610, gpu.getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds());
    assertEquals(
        Map.of("kubernetes.io/arch", "arm64"),
        gpu.getSpec().getTemplate().getSpec().getNodeSelector());
  }

  @Test
  void replicasAreSpreadOverZonesAndNodes() {
    for (String name : List.of("errand-api", "errand-worker-default")) {
      Pod pod = Variation.named("defaults").rendered().pod(name);
      List<TopologySpreadConstraint> spread = pod.spec().getTopologySpreadConstraints();

      assertEquals(
          List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname"),
          spread.stream().map(TopologySpreadConstraint::getTopologyKey).toList());
      spread.forEach(
          it -> assertTrue(Pods.selects(it.getLabelSelector().getMatchLabels(), List.of(pod))));
    }
  }

  @Test
  void podsRestartOnlyForNewSettings() {
    String before = checksum("{}");

    assertEquals(before, checksum("{api: {replicas: 5}, serviceMonitor: {enabled: true}}"));
    assertFalse(before.equals(checksum("{lanes: {gpt: {models: [gpt-*]}}}")));
    Map<String, String> labels = Variation.named("defaults").rendered().pod("errand-api").labels();
    assertFalse(labels.containsKey("helm.sh/chart"), labels::toString);
    assertFalse(labels.containsKey("app.kubernetes.io/version"), labels::toString);
  }

  @Test
  void passwordsAreInSecretsAlone() {
    Manifests manifests = Variation.named("passwords-in-values").rendered();
    Set<String> holders =
        manifests.every(Secret.class).stream()
            .filter(secret -> secret.getStringData().containsValue("p#ss: word"))
            .map(Manifests::name)
            .collect(Collectors.toSet());

    assertEquals(Set.of("errand-database", "errand-migration"), holders);
    for (ConfigMap map : manifests.every(ConfigMap.class)) {
      assertFalse(map.getData().toString().contains("p#ss"));
    }
  }

  @Test
  void theMigrationHasItsConfiguredLogin() {
    Map<String, String> environment =
        Pods.environment(Variation.named("amazon").rendered().pod("errand-migration"));

    assertEquals("rds-owner.password", environment.get("ERRAND_DATABASE_PASSWORD"));
    assertEquals("true", environment.get("QUARKUS_INIT_AND_EXIT"));
    assertTrue(
        environment
            .get("ERRAND_DATABASE_URL")
            .endsWith("sslrootcert=/etc/errand/database/eu-central-1-bundle.pem"),
        environment::toString);
  }

  @Test
  void certificatesAreMountedAtTheConfiguredPaths() {
    for (String pod : List.of("errand-api", "errand-worker-default")) {
      Manifests manifests = Variation.named("private-authorities").rendered();
      Set<String> mounted = Pods.files(manifests.pod(pod));
      String settings =
          manifests.the(ConfigMap.class, "errand").getData().get(pod.substring(7) + ".properties");
      List<String> read = FILE.matcher(settings).results().map(file -> file.group(1)).toList();

      assertTrue(read.size() >= 6, settings);
      read.forEach(file -> assertTrue(mounted.contains(file), () -> file + mounted));
    }
  }

  @Test
  void aNativeImageGetsItsHeapAsAnArgument() {
    Pod pod = Variation.named("native").rendered().pod("errand-worker-default");

    assertEquals(List.of("-Xmx256m"), pod.containers().getFirst().getArgs());
    assertFalse(Pods.environment(pod).containsKey("JDK_JAVA_OPTIONS"));
  }

  @Test
  void openShiftMayChooseTheUser() {
    Manifests manifests = Variation.named("openshift").rendered();
    Pod pod = manifests.pod("errand-api");

    assertNull(pod.spec().getSecurityContext().getRunAsUser());
    assertEquals("errand-existing", pod.spec().getServiceAccountName());
    assertEquals("registry", pod.spec().getImagePullSecrets().getFirst().getName());
    assertEquals("2026-11", pod.template().getMetadata().getAnnotations().get("credentials"));
    assertEquals("platform", pod.labels().get("team"));
  }

  private static String checksum(String values) {
    return Chart.render(values)
        .pod("errand-api")
        .template()
        .getMetadata()
        .getAnnotations()
        .get("checksum/settings");
  }
}
