package dev.errand.local;

import dev.errand.local.plan.Database;
import dev.errand.local.plan.Plan;
import dev.errand.local.plan.Ports;
import dev.errand.local.plan.RabbitAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The message once everything is running: addresses, and a first command to paste.
 *
 * @param brokerTrouble why RabbitMQ is not used although it is configured
 */
record Banner(
    Plan plan,
    Addresses addresses,
    Database database,
    LocalAccess access,
    Optional<String> brokerTrouble,
    Path logs) {

  /**
   * Where the parts are.
   *
   * @param health the API service's, whose workers have their own
   */
  record Addresses(URI health, Optional<URI> simulator, Optional<URI> demo) {}

  /** A model that the provider has. */
  static String model(Optional<URI> simulator) {
    return simulator.isPresent() ? "sim" : "gpt-4o-mini";
  }

  String text() {
    return """

    Errand is up.
      API        %1$s
      Console    %1$s/ui
      API docs   %1$s/q/swagger-ui  (OpenAPI: %1$s/q/openapi)
      Access     %8$s
      Health     %11$s
      Workers    %2$d
      Provider   %3$s
      Broker     %4$s
      Database   %5$s
      Logs       %6$s%12$s%9$s

    Submit a job, then poll for its answer with the returned id:
      curl -s %1$s/v1/jobs%10$s -H 'Content-Type: application/json' -d '{"model": "%7$s", "prompt": "Say hello"}'
      curl -s %1$s/v1/jobs/ID%10$s
    With -H 'Prefer: wait=10', the first command waits up to 10 s for the answer.

    Ctrl-C stops everything; press it twice to stop without waiting for running jobs.
    """
        .formatted(
            "http://%s:%d".formatted(Ports.HOST, plan.options().port()),
            plan.options().workers(),
            addresses.simulator().map(url -> "simulator at " + url).orElse("as configured"),
            plan.rabbit().map(this::shown).orElse("postgres"),
            database.shownUrl(),
            logs,
            model(addresses.simulator()),
            access.text(),
            access.keyText(),
            access.header(),
            addresses.health(),
            addresses.demo().map(url -> "\n  Demo       " + url).orElse(""));
  }

  private String shown(RabbitAddress rabbit) {
    String where = "rabbitmq at " + rabbit.shownUrl();
    return brokerTrouble
        .map(
            trouble ->
                """
                %s, BUT NOT IN USE: %s.
                             Jobs still run, but start later: workers look for them every second.\
                """
                    .formatted(where, trouble))
        .orElse(where);
  }
}
