package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the script that tries the chart in a cluster without a cluster: programs that only record
 * their arguments replace the engine and the cluster.
 */
class TryOnKindTest {

  private static final String SCRIPT = "deploy/helm/try-on-kind.sh";
  private static final String GUIDE = "docs/operations/kubernetes.md";

  /** The responses of a cluster in which everything works. */
  private static final String WORKS =
      """
      case "$*" in
        *simulator*|*lanes*|*models*) ;;
        "network inspect"*) printf 'fd00::1\\n172.18.0.1\\n' ;;
        *readyReplicas*) printf 3 ;;
        *items*) printf 'errand-worker-default-b errand-worker-default-a' ;;
        *sim/calls*) printf '{"key":"drained","count":1}' ;;
        *"wait=0"*) printf '{"id":"7","state":"running","attempts":[{"worker":"errand-worker-default-a-1-f0"}]}' ;;
        *"wait="*) printf '{"id":"7","state":"succeeded","attempts_spent":1}' ;;
        *v1/keys*) printf '{"id":"4f","key":"errand_4f_secret"}' ;;
        *v1/jobs*) printf '{"id":"7","state":"queued"}' ;;
      esac
      """;

  @TempDir private Path directory;

  /** The script's exit code, its output, and the commands that it ran. */
  private record Run(int exitCode, String output, List<String> commands) {}

  @Test
  void itRunsTheCommandsOfTheGuide() {
    List<String> commands =
        section("## Trying it out")
            .lines()
            .filter(line -> line.startsWith("$ "))
            .map(line -> line.substring(2))
            .toList();
    List<String> script = Sources.text(SCRIPT).lines().map(String::strip).toList();

    assertEquals(12, commands.size(), commands::toString);
    for (String command : commands) {
      assertTrue(
          script.stream().anyMatch(line -> line.contains(command)),
          "not in the script: " + command);
    }
  }

  /** Otherwise the pods would wait for images that do not exist. */
  @Test
  void theBuiltImagesAreThoseThatTheChartUses() {
    Map<String, Map<String, Map<String, String>>> values =
        Sources.yaml("deploy/helm/errand/values.yaml");
    String version =
        Sources.<Map<String, String>>yaml("deploy/helm/errand/Chart.yaml").get("appVersion");
    for (String service : List.of("api", "worker")) {
      String image = values.get(service).get("image").get("repository") + ":" + version;
      assertTrue(Sources.text(SCRIPT).contains(" -t %s .\n".formatted(image)), image);
      assertTrue(
          Sources.text(GUIDE).contains("$ docker push registry.example.com/%s\n".formatted(image)),
          image);
    }
  }

  @Test
  void everythingIsTriedInOrderAndTheClusterIsRemoved() throws Exception {
    Run run = run(WORKS);

    assertEquals(0, run.exitCode(), run::output);
    assertInOrder(
        run.commands(),
        "docker build -f deploy/docker/Dockerfile.jvm -t errand/api",
        "docker build -f deploy/docker/Dockerfile.jvm --build-arg SERVICE=worker-service",
        "kind create cluster",
        "kubectl label namespace default pod-security.kubernetes.io/enforce=restricted",
        "kind load docker-image",
        "kubectl create secret generic errand-openai",
        "helm install errand deploy/helm/errand --set tryOut.enabled=true",
        "helm upgrade errand deploy/helm/errand --reuse-values --wait --timeout 5m"
            + " --set providers.openai.baseUrl=http://172.18.0.1:18080/v1",
        "kubectl get secret errand-bootstrap-key",
        "curl -s http://localhost:8080/v1/keys",
        "curl -s http://localhost:8080/v1/jobs -H Authorization: Bearer errand_4f_secret",
        "helm upgrade errand deploy/helm/errand --reuse-values --set worker.replicas=3",
        "helm upgrade errand deploy/helm/errand --reuse-values --set worker.drainSeconds=60",
        "kubectl delete pod errand-worker-default-a --wait",
        "helm uninstall errand",
        "kind delete cluster");
  }

  @Test
  void aCallThatIsMadeTwiceFails() throws Exception {
    Run run = run(WORKS.replace("\"count\":1", "\"count\":2"));

    assertEquals(1, run.exitCode(), run::output);
    assertTrue(run.output().contains("call was made 2 times"), run::output);
    assertTrue(run.commands().contains("kind delete cluster"), run::output);
  }

  @Test
  void aJobThatIsRepeatedFails() throws Exception {
    Run run = run(WORKS.replace("\"attempts_spent\":1", "\"attempts_spent\":2"));

    assertEquals(1, run.exitCode(), run::output);
    assertTrue(run.output().contains("drained: {"), run::output);
  }

  /** The cluster of a user who already has one. */
  @Test
  void aClusterThatWasThereBeforeIsLeftAlone() throws Exception {
    Run run = run("[ \"$*\" != 'create cluster' ] || exit 1\n" + WORKS);

    assertEquals(1, run.exitCode(), run::output);
    assertFalse(run.commands().contains("kind delete cluster"), run::output);
  }

  private Run run(String answers) throws IOException, InterruptedException {
    Path calls = Files.createFile(directory.resolve("calls"));
    Path programs = Files.createDirectory(directory.resolve("bin"));
    for (String program : Set.of("docker", "kind", "kubectl", "helm", "curl")) {
      Path file = programs.resolve(program);
      Files.writeString(
          file,
          "#!/usr/bin/env bash\necho \"%s $*\" >>'%s'\n%s".formatted(program, calls, answers));
      assertTrue(file.toFile().setExecutable(true));
    }
    // The script changes to its repository, which has nothing but the launcher.
    Path script = Files.createDirectories(directory.resolve("deploy/helm")).resolve("try.sh");
    Files.copy(Sources.file(SCRIPT), script);
    Path errand = directory.resolve("errand");
    Files.writeString(errand, "#!/usr/bin/env bash\nexec sleep 60\n");
    assertTrue(errand.toFile().setExecutable(true));
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
    builder.environment().merge("PATH", programs + ":", (path, first) -> first + path);
    Process process = builder.redirectOutput(directory.resolve("output").toFile()).start();
    int exitCode = process.waitFor();
    String output = Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    return new Run(exitCode, output, Files.readAllLines(calls));
  }

  private static void assertInOrder(List<String> commands, String... beginnings) {
    int from = 0;
    for (String beginning : beginnings) {
      int at = from;
      while (at < commands.size() && !commands.get(at).startsWith(beginning)) {
        at++;
      }
      assertTrue(at < commands.size(), "%s is not in %s".formatted(beginning, commands));
      from = at + 1;
    }
  }

  private static String section(String title) {
    return Sources.text(GUIDE)
        .lines()
        .dropWhile(line -> !line.equals(title))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .collect(Collectors.joining("\n"));
  }
}
