package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Checks of the Compose file that need no engine. */
class ComposeFileTest {

  private static final String DIRECTORY = "deploy/compose/";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OURS = Set.of("api", "worker");

  private final JsonNode compose =
      JSON.valueToTree(Sources.<Map<String, Object>>yaml(DIRECTORY + "compose.yaml"));
  private final JsonNode services = compose.path("services");

  @Test
  void itFollowsTheSpecification() throws IOException {
    assertEquals(Set.of(), invalid(compose));
  }

  /** Tests the schema that the other test relies on. */
  @Test
  void aMisspeltKeyWouldBeNoticed() throws IOException {
    ObjectNode misspelt = compose.deepCopy();
    ((ObjectNode) misspelt.path("services").path("api")).put("depend_on", "postgres");
    assertFalse(invalid(misspelt).isEmpty());
  }

  @Test
  void grafanaGetsTheDashboardOfTheChart() {
    Map<String, List<Map<String, Map<String, String>>>> provisioning =
        Sources.yaml(DIRECTORY + "grafana/provisioning/dashboards/errand.yaml");
    String path = provisioning.get("providers").getFirst().get("options").get("path");
    String mount = "../helm/errand/dashboards:%s:ro".formatted(path);

    assertTrue(
        services
            .path("grafana")
            .path("volumes")
            .valueStream()
            .anyMatch(v -> v.asText().equals(mount)));
    assertTrue(Files.exists(Sources.file("deploy/helm/errand/dashboards/errand.json")));
  }

  @Test
  void everyImageIsOneVersion() {
    services.forEach(
        service ->
            assertTrue(ImageName.isPinned(service.path("image").textValue()), service::toString));
    assertFalse(ImageName.isPinned("postgres:latest"));
    assertFalse(ImageName.isPinned("localhost:5000/postgres"));
  }

  @Test
  void everyServiceHasLimits() {
    services.forEach(
        service -> {
          JsonNode limits = service.path("deploy").path("resources").path("limits");
          assertTrue(limits.path("cpus").isTextual(), service::toString);
          assertTrue(limits.path("memory").isTextual(), service::toString);
        });
  }

  @Test
  void everyServiceHasAHealthCheckAndStartsAfterItsDependencies() {
    services
        .properties()
        .forEach(
            service -> {
              boolean inTheImage = OURS.contains(service.getKey());
              assertEquals(inTheImage, !service.getValue().has("healthcheck"), service.getKey());
              for (JsonNode needed : service.getValue().path("depends_on")) {
                assertEquals("service_healthy", needed.path("condition").textValue());
              }
            });
    assertEquals(Set.of("postgres", "rabbitmq"), needs("api"));
    assertEquals(Set.of("api", "postgres", "rabbitmq"), needs("worker"));
  }

  @Test
  void thereCanBeSeveralWorkers() {
    assertNull(services.path("worker").get("ports"));
    assertNull(services.path("worker").get("container_name"));
  }

  @Test
  void ourServicesHaveNoMoreRightsThanTheyNeed() {
    for (String name : OURS) {
      JsonNode service = services.path(name);
      assertTrue(service.path("read_only").booleanValue(), name);
      assertEquals("ALL", service.path("cap_drop").path(0).textValue(), name);
      assertEquals("no-new-privileges:true", service.path("security_opt").path(0).textValue());
      assertNull(service.get("user"), "the image says who");
    }
  }

  @Test
  void ourServicesAreBuiltFromTheSources() {
    for (String name : OURS) {
      JsonNode build = services.path(name).path("build");
      assertEquals(
          Sources.file(""),
          Sources.file(DIRECTORY + build.path("context").textValue()).normalize());
      assertTrue(Files.exists(Sources.file(build.path("dockerfile").textValue())));
      assertTrue(Files.isDirectory(Sources.file(build.path("args").path("SERVICE").textValue())));
    }
  }

  @Test
  void dataAreInNamedVolumesAndFilesAreThere() {
    Set<String> used = new HashSet<>();
    for (JsonNode service : services) {
      for (JsonNode volume : service.path("volumes")) {
        String source = volume.textValue().split(":")[0];
        if (source.startsWith(".")) {
          assertTrue(Files.exists(Sources.file(DIRECTORY + source)), source);
          assertTrue(volume.textValue().endsWith(":ro"), source);
        } else {
          used.add(source);
        }
      }
    }
    assertEquals(names(compose.path("volumes")), used);
  }

  @Test
  void optionalServicesAreInProfiles() {
    Set<String> always =
        services.properties().stream()
            .filter(service -> !service.getValue().has("profiles"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertEquals(Set.of("api", "worker", "postgres", "rabbitmq"), always);
    assertEquals("ollama", services.path("ollama").path("profiles").path(0).textValue());
    for (String name : List.of("prometheus", "grafana")) {
      assertEquals("monitoring", services.path(name).path("profiles").path(0).textValue());
    }
  }

  @Test
  void theExampleHasEveryVariable() {
    Set<String> asked = new TreeSet<>();
    Pattern.compile("\\$\\{(\\w+)")
        .matcher(Sources.text(DIRECTORY + "compose.yaml"))
        .results()
        .map(found -> found.group(1))
        .forEach(asked::add);
    Set<String> given =
        Pattern.compile("(?m)^(\\w+)=")
            .matcher(Sources.text(DIRECTORY + ".env.example"))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(asked, given);
  }

  /** The virtual host is explicit: to most clients, an empty path is one with an empty name. */
  @Test
  void rabbitMqIsReachedAtTheServiceOfThatName() {
    for (String name : OURS) {
      String url = services.path(name).path("environment").path("ERRAND_RABBITMQ_URL").textValue();
      URI read = URI.create(url.replaceFirst("\\$\\{RABBITMQ_PASSWORD[^}]*}", "Secret123"));

      assertEquals("errand:Secret123", read.getRawUserInfo());
      assertTrue(services.has(read.getHost()), url);
      assertEquals(5672, read.getPort());
      assertEquals("//", read.getPath());
    }
  }

  /** Whoever reaches the API needs a key, and the first one has no default. */
  @Test
  void theApiIsClosedAndItsFirstKeyMustBeSet() {
    JsonNode api = services.path("api").path("environment");
    String key = api.path("ERRAND_ACCESS_BOOTSTRAP_KEY").textValue();

    assertEquals("keys", api.path("ERRAND_ACCESS").textValue());
    assertTrue(key.matches("\\$\\{BOOTSTRAP_KEY:\\?set it in .env.*openssl rand -hex 32}"), key);
    assertTrue(Sources.text(DIRECTORY + ".env.example").contains("\nBOOTSTRAP_KEY=\n"));
    assertFalse(services.path("worker").path("environment").toString().contains("BOOTSTRAP"));
  }

  @Test
  void theManagementPortIsNotPublished() {
    assertEquals(1, services.path("api").path("ports").size());
    assertTrue(services.path("api").path("ports").path(0).textValue().endsWith(":8080"));
  }

  @Test
  void prometheusScrapesThePortsOfTheServices() {
    Map<String, List<Map<String, Object>>> prometheus = Sources.yaml(DIRECTORY + "prometheus.yml");
    JsonNode jobs = JSON.valueToTree(prometheus).path("scrape_configs");
    for (JsonNode job : jobs) {
      JsonNode found = job.path("dns_sd_configs").path(0);
      if (!found.isMissingNode()) {
        JsonNode service = services.path(found.path("names").path(0).textValue());
        assertTrue(OURS.contains(found.path("names").path(0).textValue()), found::toString);
        assertEquals(
            Sources.text(service.path("build").path("dockerfile").textValue())
                .lines()
                .filter(line -> line.startsWith("ENV "))
                .flatMap(line -> Pattern.compile("MANAGEMENT_PORT=(\\d+)").matcher(line).results())
                .map(port -> port.group(1))
                .toList(),
            List.of(found.path("port").asText()));
      }
    }
    assertEquals(3, jobs.size());
  }

  private Set<String> needs(String service) {
    return names(services.path(service).path("depends_on"));
  }

  private static Set<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .collect(Collectors.toSet());
  }

  /** Without the schema's draft and ids, whose form validators do not know. */
  private static Set<ValidationMessage> invalid(JsonNode compose) throws IOException {
    try (InputStream file =
        ComposeFileTest.class.getResourceAsStream("/compose-spec/compose-spec.json")) {
      ObjectNode schema = (ObjectNode) JSON.readTree(file);
      assertNotNull(schema.remove("$schema"));
      for (JsonNode parent : schema.findParents("id")) {
        if (parent.path("id").isTextual()) {
          ((ObjectNode) parent).remove("id");
        }
      }
      // Its durations have Go's format, such as 5s, not ISO's.
      SchemaValidatorsConfig anyFormat =
          SchemaValidatorsConfig.builder().formatAssertionsEnabled(false).build();
      return JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(schema, anyFormat)
          .validate(compose);
    }
  }
}
