package dev.errand.e2e.commands;

import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documented commands: those that {@link DocumentedCommandsIT} runs, and the others. */
final class DocumentedCommands {

  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  static final ConsoleCommands DOCS = ConsoleCommands.documented(REPOSITORY);

  static final Command DEV = DOCS.just("./errand dev");
  static final Command SUBMIT =
      DOCS.starting(
          "curl -s http://127.0.0.1:8080/v1/jobs -H 'Content-Type: application/json' \\\n"
              + "    -d '{\"model\": \"sim\"");
  static final Command POLL = DOCS.starting("curl -s http://127.0.0.1:8080/v1/jobs/01a1");
  static final Command BULK = DOCS.starting("curl -s --data-binary @docs/examples/prompts");
  static final Command PROVIDER =
      DOCS.just("OPENAI_BASE_URL=http://localhost:8000/v1 ./errand dev");
  static final Command PASSED_ON =
      DOCS.starting(
          "curl -s http://127.0.0.1:8080/v1/jobs -H 'Content-Type: application/json' -d '{\n"
              + "    \"endpoint\": \"/v1/chat/completions\"");
  static final Command RABBITMQ =
      DOCS.starting("ERRAND_RABBITMQ_URL=amqp://guest:guest@localhost:5672/ ./errand dev");
  static final Command EXPORT =
      DOCS.starting("export ERRAND_DATABASE_URL=jdbc:postgresql://db:5432/errand ERRAND");
  static final Command API =
      DOCS.starting("./errand api                                # port 8080");
  static final Command WORKER = DOCS.just("OPENAI_API_KEY=sk-... ./errand worker");
  static final Command SIMULATOR = DOCS.just("./errand simulator --port 8090 --latency 500ms");
  static final Command SIMULATED = DOCS.starting("curl -s localhost:8090/v1/chat/completions");

  static final Command TENANT = DOCS.starting("curl -s http://127.0.0.1:8080/v1/tenants -H");
  static final Command KEY = DOCS.starting("curl -s http://127.0.0.1:8080/v1/keys -H");

  /** Those of {@link AccessGuideIT}. */
  static final List<Command> ACCESS = DOCS.of("docs/guide/access.md");

  /** Those of {@link NightGuideIT}. */
  static final List<Command> NIGHT = DOCS.of("docs/guide/after-a-bad-night.md");

  /** Those of {@link ExampleCommandsIT}. */
  static final Command DEMO = DOCS.just("./errand dev --demo");

  static final Command CSV = DOCS.starting("./errand batch examples/batch-csv/reviews.csv");
  static final Command CSV_ANSWERS = DOCS.just("cat answered.csv");

  /** Those of {@link CliPageIT}. */
  static final List<Command> CLI = DOCS.of("docs/reference/cli.md");

  static final Set<Command> RUN =
      Stream.concat(
              Stream.of(ACCESS, CLI, NIGHT).flatMap(List::stream),
              Stream.of(
                  DEV,
                  SUBMIT,
                  POLL,
                  BULK,
                  PROVIDER,
                  PASSED_ON,
                  RABBITMQ,
                  EXPORT,
                  API,
                  WORKER,
                  SIMULATOR,
                  SIMULATED,
                  DEMO,
                  CSV,
                  CSV_ANSWERS))
          .collect(Collectors.toSet());

  /** The prefixes of commands that are not run, with the reasons. */
  static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry(
              "OPENAI_API_KEY=sk-... ./errand dev", "calls OpenAI; vLLM's line is the same path"),
          Map.entry(
              "OPENAI_BASE_URL=http://localhost:11434/v1 ./errand dev",
              "differs from vLLM's, which is run, by its port"),
          Map.entry(
              "export ERRAND_DATABASE_URL='jdbc:postgresql://pgbouncer:6432",
              "needs a PgBouncer; SessionsTest of common has one"),
          Map.entry(
              "export ERRAND_DATABASE_URL='jdbc:postgresql://db:5432/company",
              "is the API's command above, with what OwnSchemaQuarkusTest has in its URL"),
          Map.entry("./errand api", "goes with the two before; the first one is run"),
          Map.entry("REGISTRY=registry.example.com/errand docker", "needs a container engine"),
          Map.entry("kind ", "needs a container engine"),
          Map.entry("curl -s http://localhost:8080/v1/jobs", "goes with kind or with Compose"),
          Map.entry("curl -s http://localhost:8080/v1/keys", "goes with kind or with Compose"),
          Map.entry("ADMIN=$(kubectl", "needs a cluster; deploy/helm checks the Secret"),
          Map.entry("curl -s https://errand.example.com/v1/", "goes with the cluster"),
          Map.entry(". ./.env", "goes with Compose"),
          Map.entry(
              "./errand run 'What is the capital of France?'", "CliPageIT runs it from its page"),
          Map.entry("./errand batch prompts.csv", "CliIT runs it with 200 rows"),
          Map.entry("pip install openai", "./errand test installs it for OpenAiClientsIT"),
          Map.entry("npm install openai", "./errand test installs it for OpenAiClientsIT"),
          Map.entry(
              "export OPENAI_BASE_URL=http://127.0.0.1:8080/v1 OPENAI_API_KEY=any",
              "goes with the scripts of OpenAiClientsIT"),
          Map.entry("python3 examples/openai-python/", "OpenAiClientsIT runs it"),
          Map.entry("node examples/openai-node/", "OpenAiClientsIT runs it"),
          Map.entry(
              "pip install fastapi httpx uvicorn", "./errand test installs it for ExamplesIT"),
          Map.entry("uvicorn --app-dir examples/fastapi", "ExamplesIT runs it"),
          Map.entry("curl -s http://127.0.0.1:8000/questions", "ExamplesIT sends it"),
          Map.entry("curl -s 'http://127.0.0.1:8000/questions/", "ExamplesIT sends it"),
          Map.entry("mvn -q package -DskipTests -pl examples/quarkus", "./errand test builds it"),
          Map.entry("java -jar examples/quarkus/", "ExamplesIT runs it"),
          Map.entry("curl -si http://127.0.0.1:8070/summaries", "ExamplesIT sends it"),
          Map.entry("curl -s http://127.0.0.1:8070/summaries/", "ExamplesIT sends it"),
          Map.entry("./errand test", "is what runs this test, and takes a quarter of an hour"),
          Map.entry("./errand bench", "takes minutes; S1 to S13 are tested in bench"),
          Map.entry("./errand faults", "takes minutes; FaultsIT runs cases of each kind"),
          Map.entry("docker ", "needs a container engine; deploy/images checks the files"),
          Map.entry("cp .env.example .env", "begins Compose's; ComposeFileTest reads the file"),
          Map.entry("deploy/docker/assemble.sh", "the workflow runs it, and takes minutes"),
          Map.entry("deploy/docker/measure.sh", "the workflow runs it, and takes minutes"),
          Map.entry(
              "GRAALVM_HOME=/opt/mandrel ./errand native", "needs GraalVM, and takes an hour"),
          Map.entry("mvn -Dnative package", "needs GraalVM, and takes half an hour"),
          Map.entry("kubectl ", "needs a cluster; deploy/helm renders and checks the chart"),
          Map.entry("helm ", "needs a cluster; deploy/helm renders and checks the chart"));

  private DocumentedCommands() {}
}
