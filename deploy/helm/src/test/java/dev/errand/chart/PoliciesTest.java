package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.chart.Manifests.Pod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every pod, whatever the values: the restricted profile, limits, probes, no token. */
class PoliciesTest {

  private static final Set<String> SERVICES = Set.of("api", "worker");

  /**
   * The share of the limit that the images' JVM uses, in percent, and the heap of the benchmarks.
   */
  private static final long SHARE_OF_HEAP = 70;

  private static final long MEASURED_HEAP = 512L << 20;
  private static final Pattern IMAGE =
      Pattern.compile(".+(:(?!latest)[-._A-Za-z0-9]+|@sha256:\\w+)");

  static Stream<Variation> variations() {
    return Variation.all();
  }

  @ParameterizedTest
  @MethodSource("variations")
  void lintHasNothingToSay(Variation variation) {
    assertEquals(List.of(), Chart.lint(variation.values()));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void podsFitTheRestrictedProfile(Variation variation) {
    forEachPod(
        variation,
        pod -> {
          PodSecurityContext security = pod.spec().getSecurityContext();
          assertTrue(security.getRunAsNonRoot());
          assertEquals("RuntimeDefault", security.getSeccompProfile().getType());
          assertFalse(Boolean.TRUE.equals(pod.spec().getHostNetwork()));
          assertTrue(
              pod.spec().getVolumes().stream().allMatch(volume -> volume.getHostPath() == null));
        });
    forEachContainer(
        variation,
        container -> {
          SecurityContext security = container.getSecurityContext();
          assertFalse(security.getAllowPrivilegeEscalation());
          assertTrue(security.getReadOnlyRootFilesystem());
          assertEquals(List.of("ALL"), security.getCapabilities().getDrop());
          assertTrue(security.getCapabilities().getAdd().isEmpty());
        });
  }

  @ParameterizedTest
  @MethodSource("variations")
  void nobodyGetsAToken(Variation variation) {
    forEachPod(
        variation,
        pod -> {
          assertFalse(pod.spec().getAutomountServiceAccountToken());
          assertFalse(pod.spec().getEnableServiceLinks());
        });
    variation.rendered().every(ServiceAccount.class).stream()
        .forEach(account -> assertFalse(account.getAutomountServiceAccountToken()));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void onlyTmpCanBeWritten(Variation variation) {
    forEachPod(
        variation,
        pod -> {
          Map<String, String> written = Pods.writable(pod);
          assertTrue(written.containsValue("/tmp"), written::toString);
          if (!pod.owner().matches("errand-(postgres|rabbitmq)")) {
            assertEquals(Map.of("tmp", "/tmp"), written);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("variations")
  void memoryIsLimitedAndTheHeapIsThatOfTheBenchmarks(Variation variation) {
    forEachContainer(
        variation,
        container -> {
          ResourceRequirements resources = container.getResources();
          BigDecimal request = bytes(resources.getRequests().get("memory"));
          BigDecimal limit = bytes(resources.getLimits().get("memory"));
          assertNotNull(resources.getRequests().get("cpu"));
          assertTrue(limit.compareTo(request) >= 0);
          if (SERVICES.contains(container.getName())) {
            assertTrue(limit.longValue() * SHARE_OF_HEAP / 100 >= MEASURED_HEAP);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("variations")
  void imagesHaveAVersion(Variation variation) {
    forEachContainer(
        variation,
        container -> {
          String image = container.getImage();
          assertTrue(IMAGE.matcher(image).matches(), image);
        });
  }

  @ParameterizedTest
  @MethodSource("variations")
  void everythingThatStaysHasAllProbes(Variation variation) {
    for (Deployment deployment : variation.rendered().every(Deployment.class)) {
      for (Container container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
        List<String> ports = container.getPorts().stream().map(ContainerPort::getName).toList();
        for (Probe probe :
            List.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe())) {
          String port =
              probe.getHttpGet() == null
                  ? probe.getTcpSocket().getPort().getStrVal()
                  : probe.getHttpGet().getPort().getStrVal();
          assertTrue(ports.contains(port), () -> port + " is not of " + ports);
        }
      }
    }
  }

  /** Commands that root runs in a server's container leave files that the server cannot read. */
  @ParameterizedTest
  @MethodSource("variations")
  void noCommandRunsNextToAServerAsAnotherUser(Variation variation) {
    forEachPod(variation, pod -> assertEquals(List.of(), Pods.commandsAsRoot(pod.spec())));
  }

  /** Tests the rule above. */
  @Test
  void aCommandOfRootsWouldBeNoticed() {
    Container checked =
        new ContainerBuilder()
            .withNewReadinessProbe()
            .withNewExec()
            .withCommand("rabbitmq-diagnostics", "ping")
            .endExec()
            .endReadinessProbe()
            .build();
    Container prepared =
        new ContainerBuilder()
            .withNewLifecycle()
            .withNewPostStart()
            .withNewExec()
            .withCommand("rabbitmqctl", "await_startup")
            .endExec()
            .endPostStart()
            .endLifecycle()
            .build();
    PodSpec roots = new PodSpecBuilder().withContainers(checked, prepared).build();
    PodSpec servers =
        new PodSpecBuilder(roots)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(999L)
            .endSecurityContext()
            .build();

    assertEquals(2, Pods.commandsAsRoot(roots).size());
    assertEquals(List.of(), Pods.commandsAsRoot(servers));
  }

  private static void forEachPod(Variation variation, Consumer<Pod> check) {
    List<Pod> pods = variation.rendered().pods();
    assertTrue(pods.size() >= 2, pods::toString);
    pods.forEach(check);
  }

  private static void forEachContainer(Variation variation, Consumer<Container> check) {
    forEachPod(variation, pod -> pod.containers().forEach(check));
  }

  private static BigDecimal bytes(Quantity quantity) {
    assertNotNull(quantity, "no memory is given");
    return quantity.getNumericalAmount();
  }
}
