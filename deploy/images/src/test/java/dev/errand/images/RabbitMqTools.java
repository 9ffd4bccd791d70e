package dev.errand.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ's own programs, run in its container. The first of them, or the server, creates the
 * Erlang cookie, which only its own user can read. Containers run commands as root by default, so
 * the server could not read the cookie and would exit.
 */
final class RabbitMqTools {

  private static final String TOOL = "rabbitmq(ctl|-(diagnostics|queues|streams|upgrade|plugins))";
  private static final Pattern RUN = Pattern.compile("(?<before>\\S+\\s+\\S+\\s+)?\\b" + TOOL);
  private static final Pattern AS_SERVER =
      Pattern.compile("(.*/)?(gosu|su-exec)\\s+(rabbitmq|999)(:\\S+)?\\s+");

  /** The user given to {@code docker exec} and {@code docker compose exec}. */
  private static final Pattern EXEC_AS_SERVER =
      Pattern.compile("\\bexec\\b.*\\s(-u|--user)[ =](rabbitmq|999)\\b");

  private static final Pattern EXEC =
      Pattern.compile("\\b(docker|podman|docker-compose|compose)\\b.*\\bexec\\b");

  private RabbitMqTools() {}

  /** Whether a service of a Compose file has a health check that runs one of them as root. */
  static boolean areRootsIn(JsonNode service) {
    String user = service.path("user").asText("root").split(":")[0];
    return !List.of("rabbitmq", "999").contains(user)
        && isRoots(command(service.path("healthcheck").path("test")));
  }

  /** Whether a line of a script or text runs one of them as root in a container. */
  static boolean areRootsIn(String line) {
    return EXEC.matcher(line).find() && !EXEC_AS_SERVER.matcher(line).find() && isRoots(line);
  }

  private static boolean isRoots(String command) {
    Matcher run = RUN.matcher(command);
    while (run.find()) {
      String before = run.group("before");
      if (before == null || !AS_SERVER.matcher(before).matches()) {
        return true;
      }
    }
    return false;
  }

  private static String command(JsonNode test) {
    return test.isTextual()
        ? test.textValue()
        : String.join(" ", test.valueStream().map(JsonNode::textValue).toList());
  }
}
