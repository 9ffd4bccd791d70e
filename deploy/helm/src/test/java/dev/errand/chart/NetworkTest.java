package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NetworkTest {

  @Test
  void theApiReachesNamesDatabaseAndBrokerAlone() {
    assertEquals(Set.of(53, 5432, 5671), ports("defaults", "errand-api"));
  }

  @Test
  void workersReachTheirProvidersToo() {
    assertEquals(Set.of(53, 443, 5432, 5671), ports("defaults", "errand-worker-default"));
    assertEquals(Set.of(53, 443, 5432, 5671), ports("two-pools", "errand-worker-default"));
    assertEquals(Set.of(53, 80, 8000, 5432, 5671), ports("two-pools", "errand-worker-gpu"));
    assertEquals(
        Set.of(53, 8443, 5432, 5671), ports("private-authorities", "errand-worker-default"));
  }

  @Test
  void workersReachAForwardProxyWhosePortIsOpened() {
    Manifests manifests =
        Chart.render("networkPolicy: {providers: {ports: [3128, 8888]}}\npools: {default: {}}");

    assertEquals(
        Set.of(53, 443, 3128, 8888, 5432, 5671),
        ports(manifests.the(NetworkPolicy.class, "errand-worker-default")));
    assertEquals(Set.of(53, 5432, 5671), ports(manifests.the(NetworkPolicy.class, "errand-api")));
  }

  @Test
  void onlyTheApiReachesTheServerOfFiles() {
    Manifests manifests =
        Chart.render(
            """
            files: {store: s3, s3: {bucket: b, endpoint: "http://10.0.0.7:9000"}}
            networkPolicy: {files: {ports: [3128], to: [{ipBlock: {cidr: 10.0.0.7/32}}]}}
            """);

    NetworkPolicy api = manifests.the(NetworkPolicy.class, "errand-api");
    assertEquals(Set.of(53, 5432, 5671, 9000, 3128), ports(api));
    assertEquals(
        "10.0.0.7/32",
        api.getSpec().getEgress().getLast().getTo().getFirst().getIpBlock().getCidr());
    assertEquals(
        Set.of(53, 443, 5432, 5671),
        ports(manifests.the(NetworkPolicy.class, "errand-worker-default")));
  }

  @Test
  void thePortOfTheServerOfFilesIsThatOfItsUrl() {
    assertEquals(Set.of(53, 443, 5432, 5671), ports("amazon", "errand-api"));
    assertEquals(Set.of(53, 5432, 5671, 9000), ports("private-authorities", "errand-api"));
  }

  @Test
  void servicesReachTheCollectorOfSpans() {
    Manifests manifests =
        Chart.render(
            """
            tracing: {endpoint: "http://10.0.0.8:4317"}
            networkPolicy: {tracing: {to: [{ipBlock: {cidr: 10.0.0.8/32}}]}}
            """);

    assertEquals(
        Set.of(53, 5432, 5671, 4317), ports(manifests.the(NetworkPolicy.class, "errand-api")));
    NetworkPolicy worker = manifests.the(NetworkPolicy.class, "errand-worker-default");
    assertEquals(Set.of(53, 443, 5432, 5671, 4317), ports(worker));
    assertEquals(
        List.of("10.0.0.8/32"),
        worker.getSpec().getEgress().stream()
            .filter(rule -> rule.getPorts().getFirst().getPort().getIntVal() == 4317)
            .map(rule -> rule.getTo().getFirst().getIpBlock().getCidr())
            .toList());
    assertEquals(Set.of(53, 5432), ports(manifests.the(NetworkPolicy.class, "errand-migration")));
  }

  @Test
  void migrationsReachTheDatabaseAlone() {
    assertEquals(Set.of(53, 5432), ports("defaults", "errand-migration"));
    assertTrue(policy("defaults", "errand-migration").getSpec().getIngress().isEmpty());
  }

  @Test
  void withoutABrokerNoNetworkPolicyAllowsIt() {
    assertEquals(Set.of(53, 5432), ports("postgres-alone", "errand-api"));
  }

  @Test
  void metricsAreForWhoeverScrapesThem() {
    List<NetworkPolicyIngressRule> workers =
        policy("monitoring", "errand-worker-default").getSpec().getIngress();
    List<NetworkPolicyIngressRule> api = policy("monitoring", "errand-api").getSpec().getIngress();

    assertEquals(1, workers.size());
    assertEquals(workers.getFirst(), api.getLast());
    assertEquals(List.of("http", "management"), api.stream().map(NetworkTest::port).toList());
    assertNotEquals(api.getFirst().getFrom(), api.getLast().getFrom());
    assertEquals(
        "monitoring",
        workers
            .getFirst()
            .getFrom()
            .getFirst()
            .getNamespaceSelector()
            .getMatchLabels()
            .get("kubernetes.io/metadata.name"));
  }

  @Test
  void policiesCanBeLeftOut() {
    assertTrue(Variation.named("migrate-at-start").rendered().every(NetworkPolicy.class).isEmpty());
  }

  @Test
  void portsAndPathsAreThoseOfTheServices() {
    assertEquals("false", property("worker-service", "quarkus.http.host-enabled"));
    assertEquals(List.of(9000), containerPorts("errand-worker-default", "defaults"));
    assertEquals(List.of(8080, 9000), containerPorts("errand-api", "defaults"));
    for (String pod : List.of("errand-api", "errand-worker-default")) {
      Container container = Variation.named("defaults").rendered().pod(pod).containers().getFirst();
      String settings =
          Variation.named("defaults")
              .rendered()
              .the(ConfigMap.class, "errand")
              .getData()
              .get(pod.substring(7) + ".properties");
      assertTrue(settings.contains("\nquarkus.management.port=9000\n"), settings);
      assertEquals("/q/health/started", container.getStartupProbe().getHttpGet().getPath());
      assertEquals("/q/health/live", container.getLivenessProbe().getHttpGet().getPath());
      assertEquals("/q/health/ready", container.getReadinessProbe().getHttpGet().getPath());
    }
  }

  @Test
  void theApiUsesTlsItselfIfItHasACertificate() {
    Manifests manifests = Variation.named("private-authorities").rendered();
    Container api = manifests.pod("errand-api").containers().getFirst();
    HTTPGetAction probe = api.getReadinessProbe().getHttpGet();

    assertNull(probe.getScheme(), "the management port has no TLS");
    assertEquals(List.of(8443, 9000), containerPorts("errand-api", "private-authorities"));
    assertEquals(
        "https",
        manifests
            .the(Service.class, "errand-api")
            .getSpec()
            .getPorts()
            .getFirst()
            .getAppProtocol());
  }

  @Test
  void onlyTheInterfaceIsRoutedToFromOutside() {
    Ingress ingress = Variation.named("ingress").rendered().the(Ingress.class, "errand-api");
    HTTPRoute route = Variation.named("gateway").rendered().the(HTTPRoute.class, "errand-api");

    assertEquals(
        "/v1", ingress.getSpec().getRules().getFirst().getHttp().getPaths().getFirst().getPath());
    assertEquals(
        "/v1", route.getSpec().getRules().getFirst().getMatches().getFirst().getPath().getValue());
    assertEquals("120s", route.getSpec().getRules().getFirst().getTimeouts().getRequest());
  }

  @Test
  void theConsoleIsRoutedToOnlyIfAskedFor() {
    Manifests with =
        new Variation(
                "console", Variation.named("ingress").values() + "  console: {routed: true}\n")
            .rendered();
    List<String> paths =
        with
            .the(Ingress.class, "errand-api")
            .getSpec()
            .getRules()
            .getFirst()
            .getHttp()
            .getPaths()
            .stream()
            .map(HTTPIngressPath::getPath)
            .toList();

    assertEquals(List.of("/v1", "/ui", "/webjars"), paths);
    assertEquals(
        1,
        Variation.named("ingress")
            .rendered()
            .the(Ingress.class, "errand-api")
            .getSpec()
            .getRules()
            .getFirst()
            .getHttp()
            .getPaths()
            .size());
  }

  /** Clients, and a LoadBalancer that exposes the Service, reach no metrics. */
  @Test
  void theServiceOfTheApiHasNoManagementPort() {
    for (Variation variation : Variation.all().toList()) {
      List<ServicePort> ports =
          variation.rendered().the(Service.class, "errand-api").getSpec().getPorts();
      assertEquals(List.of("http"), ports.stream().map(ServicePort::getName).toList());
    }
  }

  private static List<Integer> containerPorts(String pod, String variation) {
    return Variation.named(variation)
        .rendered()
        .pod(pod)
        .containers()
        .getFirst()
        .getPorts()
        .stream()
        .map(ContainerPort::getContainerPort)
        .toList();
  }

  private static String port(NetworkPolicyIngressRule rule) {
    return rule.getPorts().getFirst().getPort().getStrVal();
  }

  private static Set<Integer> ports(String variation, String policy) {
    return ports(policy(variation, policy));
  }

  private static Set<Integer> ports(NetworkPolicy policy) {
    return policy.getSpec().getEgress().stream()
        .map(NetworkPolicyEgressRule::getPorts)
        .flatMap(List::stream)
        .map(port -> port.getPort().getIntVal())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static NetworkPolicy policy(String variation, String name) {
    return Variation.named(variation).rendered().the(NetworkPolicy.class, name);
  }

  private static String property(String module, String key) {
    Properties properties = new Properties();
    try (var file =
        Files.newBufferedReader(
            Path.of("../..", module, "src/main/resources/application.properties"))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(key);
  }
}
