package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every installation asks for keys, and has a first one that nobody else can know. */
class AccessTest {

  private static final String FILE = "/etc/errand/access/bootstrap-key";

  static Stream<Variation> variations() {
    return Variation.all();
  }

  @ParameterizedTest
  @MethodSource("variations")
  void theApiAsksForKeysAndHasAFirstOne(Variation variation) {
    Manifests manifests = variation.rendered();
    String settings = manifests.the(ConfigMap.class, "errand").getData().get("api.properties");

    assertTrue(settings.contains("\nerrand.access=keys\n"), settings);
    assertTrue(settings.contains("\nerrand.access.bootstrap-key-file=" + FILE + "\n"), settings);
    assertTrue(Pods.files(manifests.pod("errand-api")).contains(FILE));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void onlyTheApiHasTheFirstKey(Variation variation) {
    Manifests manifests = variation.rendered();
    manifests.pods().stream()
        .filter(pod -> !pod.owner().equals("errand-api"))
        .forEach(pod -> assertFalse(Pods.secrets(pod).contains("errand-bootstrap-key")));
    manifests
        .the(ConfigMap.class, "errand")
        .getData()
        .forEach(
            (file, settings) ->
                assertEquals(file.equals("api.properties"), settings.contains("errand.access")));
  }

  @Test
  void theFirstKeyIsAnotherOneInEachInstallation() {
    String key = key(Chart.render("{}"));

    assertTrue(key.matches("[0-9A-Za-z]{43}"), key);
    assertNotEquals(key, key(Chart.render("{}")));
  }

  /** Without a cluster, Helm finds no Secret: this is what it would make of one. */
  @Test
  void anUpgradeKeepsTheKey() {
    String found =
        "(dict \"secret\" (dict \"data\" (dict \"k\" (\"the present key\" | b64enc))) \"key\" \"%s\")";
    String template = "{{ include \"errand.bootstrapKey\" " + found + " }}";

    assertEquals("the present key", Chart.evaluate(template.formatted("k")));
    assertEquals(43, Chart.evaluate(template.formatted("another")).length());
  }

  @Test
  void anExistingSecretIsUsedAndNoneIsMade() {
    Manifests manifests =
        Chart.render("access: {bootstrapKey: {existingSecret: first, key: admin.key}}");

    assertTrue(manifests.every(Secret.class).isEmpty());
    assertEquals(Set.of("first"), firstOf(manifests));
    assertTrue(Pods.files(manifests.pod("errand-api")).contains("/etc/errand/access/admin.key"));
  }

  private static Set<String> firstOf(Manifests manifests) {
    Set<String> secrets = Pods.secrets(manifests.pod("errand-api"));
    secrets.retainAll(Set.of("first", "errand-bootstrap-key"));
    return secrets;
  }

  private static String key(Manifests manifests) {
    return manifests.the(Secret.class, "errand-bootstrap-key").getStringData().get("bootstrap-key");
  }
}
