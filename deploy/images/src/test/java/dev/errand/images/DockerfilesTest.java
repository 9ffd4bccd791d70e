package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.images.Dockerfile.Instruction;
import dev.errand.images.Dockerfile.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of the Dockerfiles that need no build. */
class DockerfilesTest {

  private static final String JVM = "deploy/docker/Dockerfile.jvm";
  private static final String NATIVE = "deploy/docker/Dockerfile.native";
  private static final String CLI = "deploy/docker/Dockerfile.cli";
  private static final List<String> SERVICES = List.of("api-service", "worker-service");
  private static final Pattern JSON_FORM = Pattern.compile("\\[\"[^\\]]*\"]");

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE, CLI})
  void everyImageThatIsBuiltOnIsOneVersion(String file) {
    Dockerfile dockerfile = read(file, "api-service");
    for (Stage stage : dockerfile.stages()) {
      assertTrue(
          dockerfile.hasStage(stage.image()) || ImageName.isPinned(stage.image()), stage::image);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE, CLI})
  void theServiceRunsAsANumericNonRootUser(String file) {
    String user = read(file, "api-service").runtime().last("USER");
    assertTrue(user.matches("[1-9]\\d*(:\\d+)?"), user);
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE})
  void theServiceStartsWithoutAShell(String file) {
    Stage runtime = read(file, "api-service").runtime();
    assertTrue(JSON_FORM.matcher(runtime.last("ENTRYPOINT")).matches());
    String health = Instruction.withoutFlags(runtime.last("HEALTHCHECK"));
    assertTrue(JSON_FORM.matcher(health.replaceFirst("CMD ", "")).matches(), health);
    assertEquals(0, runtime.all("RUN").count());
  }

  /** A JVM for each check would use more of a small machine than the service. */
  @Test
  void noJvmIsStartedToAskForHealth() {
    Dockerfile dockerfile = read(JVM, "api-service");
    Stage runtime = dockerfile.runtime();
    assertEquals(
        "CMD [\"/errand/ready.sh\"]", Instruction.withoutFlags(runtime.last("HEALTHCHECK")));
    assertTrue(
        runtime
            .all("COPY")
            .anyMatch("--from=probe --chown=0:0 /errand/ready.sh /errand/ready.sh"::equals));
    Stage probe = dockerfile.stage("probe");
    assertEquals(runtime.image(), probe.image(), "its shell is the one that asks");
    assertEquals("[\"/usr/bin/bash\", \"-n\", \"/errand/ready.sh\"]", probe.last("RUN"));
    assertEquals(
        "#!/usr/bin/bash",
        Sources.text("deploy/docker/ready.sh").lines().findFirst().orElseThrow());
  }

  @Test
  void aNativeExecutableChecksItsHealthItself() {
    Stage runtime = read(NATIVE, "api-service").runtime();
    String asked = runtime.last("ENTRYPOINT").replace("]", ", \"health\"]");
    assertTrue(runtime.last("HEALTHCHECK").endsWith(asked), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE})
  void healthIsAskedForSoonAtTheStartAndSeldomLater(String file) {
    String health = read(file, "api-service").runtime().last("HEALTHCHECK");
    assertEquals(
        "--interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=3 ",
        health.substring(0, health.indexOf("CMD")));
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE})
  void theServiceCannotWriteItsFiles(String file) {
    Stage runtime = read(file, "api-service").runtime();
    assertTrue(runtime.all("COPY").allMatch(copy -> copy.contains("--chown=0:0")));
    assertFalse(runtime.all("VOLUME").findAny().isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE})
  void theImageHasLabels(String file) {
    String labels = read(file, "worker-service").runtime().last("LABEL");
    for (String label :
        List.of("title", "description", "licenses", "version", "revision", "source")) {
      assertTrue(labels.contains("org.opencontainers.image." + label + "=\""), label);
    }
    assertTrue(labels.contains("worker-service"));
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE, CLI})
  void filesCopiedFromTheSourcesExist(String file) {
    for (Stage stage : read(file, "api-service").stages()) {
      stage
          .all("COPY")
          .filter(copy -> !copy.contains("--from="))
          .flatMap(copy -> sources(copy).stream())
          .forEach(source -> assertTrue(Files.exists(Sources.file(source)), source));
    }
  }

  /** A package may be named target, like Maven's output folder. */
  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE, CLI})
  void noSourcesAreKeptFromTheBuildForTheirName(String file) {
    List<String> ignored = Sources.text(file + ".dockerignore").lines().toList();
    assertTrue(ignored.containsAll(List.of("target", "*/target", "*/*/target")), ignored::toString);
    assertFalse(ignored.contains("**/target"));
  }

  @ParameterizedTest
  @ValueSource(strings = {JVM, NATIVE, CLI})
  void filesAreCopiedOnlyFromExistingStages(String file) {
    Dockerfile dockerfile = read(file, "api-service");
    Pattern from = Pattern.compile("--from=(\\S+)");
    for (Stage stage : dockerfile.stages()) {
      stage
          .all("COPY")
          .flatMap(copy -> from.matcher(copy).results())
          .forEach(found -> assertTrue(dockerfile.hasStage(found.group(1)), found::group));
    }
  }

  /** The script that builds the JVM image, and the native image's commands. */
  @Test
  void filesCopiedFromABuiltServiceExistAfterTheBuild() {
    for (String file : List.of("deploy/docker/assemble.sh", NATIVE)) {
      assertTrue(Sources.text(file).contains("/target/sbom.cdx.json"), file);
    }
    assertTrue(Sources.text("deploy/docker/assemble.sh").contains("/target/quarkus-app\""));
    for (String service : SERVICES) {
      Path target = Sources.file(service).resolve("target");
      if ("native".equals(System.getProperty("errand.packaging"))) {
        String[] built = target.toFile().list((_, name) -> name.endsWith("-runner"));
        assertEquals(1, built.length, service);
      } else {
        assertTrue(Files.exists(target.resolve("quarkus-app/quarkus-run.jar")), service);
      }
      assertTrue(Files.exists(target.resolve("sbom.cdx.json")), service);
    }
  }

  @Test
  void theCacheIsCreatedAndUsedWithTheSameOptions() {
    List<String> options =
        Sources.text("deploy/docker/java.options")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertEquals(1, options.stream().filter(o -> o.startsWith("-XX:AOTCache=")).count());
    assertTrue(options.stream().noneMatch(option -> option.contains(" ")), options::toString);
    assertTrue(
        read(JVM, "api-service").runtime().last("ENTRYPOINT").contains("@/errand/java.options"));
  }

  /** What the command remembers is kept where the user's files are. */
  @Test
  void theCommandLineWritesToTheUsersFolderAlone() {
    Stage runtime = read(CLI, "").runtime();
    assertTrue(JSON_FORM.matcher(runtime.last("ENTRYPOINT")).matches());
    assertEquals(0, runtime.all("RUN").count());
    assertEquals(
        List.of("--from=build --chown=1001:0 /work /work"),
        runtime.all("COPY").filter(copy -> !copy.contains("--chown=0:0")).toList());
    assertEquals("/work", runtime.last("WORKDIR"));
    assertEquals("HOME=/work", runtime.last("ENV"));
  }

  @Test
  void allImagesAreBuiltFromTheseFiles() {
    String bake = Sources.text("deploy/docker/docker-bake.hcl");
    for (String service : SERVICES) {
      assertEquals(2, bake.split("SERVICE = \"" + service + "\"", -1).length - 1, service);
    }
    for (String file : List.of(JVM, NATIVE)) {
      assertEquals(2, bake.split("\"" + file + "\"", -1).length - 1, file);
    }
    assertEquals(1, bake.split("\"" + CLI + "\"", -1).length - 1);
    assertTrue(bake.contains("\"linux/amd64,linux/arm64\""));
    assertTrue(bake.contains("type=sbom"));
  }

  private static Dockerfile read(String file, String service) {
    return Dockerfile.read(Sources.file(file), Map.of("SERVICE", service));
  }

  private static List<String> sources(String copy) {
    String[] paths = Instruction.withoutFlags(copy).split("\\s+");
    return Arrays.asList(paths).subList(0, paths.length - 1);
  }
}
