package dev.errand.e2e.commands;

import static dev.errand.e2e.commands.DocumentedCommands.ACCESS;
import static dev.errand.e2e.commands.DocumentedCommands.REPOSITORY;
import static dev.errand.e2e.commands.Typing.SOON;
import static dev.errand.e2e.commands.Typing.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.Packaging;
import dev.errand.e2e.commands.ConsoleCommands.Command;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types the commands of docs/guide/access.md, all and in their order, into one shell's variables.
 */
class AccessGuideIT {

  private static final Pattern ADMIN_KEY = Pattern.compile("(?m)^ *([0-9a-f]{64})$");

  @TempDir Path directory;

  private final Iterator<Command> page = ACCESS.iterator();
  private final Map<String, String> variables = new TreeMap<>();
  private Typing typing;
  private Checkout checkout;

  @Test
  void aPlatformEngineersFirstTenMinutes() {
    assumeTrue(Packaging.tested() == Packaging.JAR, "./errand starts jars");
    checkout = new Checkout(REPOSITORY, directory);
    typing = new Typing(checkout);
    try (Terminal dev = typing.dev("keys", next("./errand dev --keys"), Map.of())) {
      export("ADMIN", ADMIN_KEY.matcher(dev.output()).results().findFirst().orElseThrow().group(1));
      assertEquals(401, answer("curl -s http://127.0.0.1:8080/v1/lanes").path("status").asInt());

      createATenantAndAKey();
      rotateIt();
      revokeIt();
      assertEquals(
          List.of("key.revoke", "key.rotate", "key.create", "tenant.create"),
          answer("curl -s 'http://127.0.0.1:8080/v1/audit").path("data").findValuesAsText("what"));
      assertFalse(page.hasNext(), "a command was not run");
      assertNoSecretIn(dev.output());
    } finally {
      checkout.close();
    }
  }

  private void createATenantAndAKey() {
    JsonNode tenant = answer("curl -s http://127.0.0.1:8080/v1/tenants -H");
    assertEquals("acme", tenant.path("name").asText(), tenant.toString());
    JsonNode key = answer("curl -s http://127.0.0.1:8080/v1/keys -H");
    variables.put("ID", key.path("id").asText());
    export("KEY", key.path("key").asText());
    JsonNode job = answer("curl -s http://127.0.0.1:8080/v1/jobs -H");
    assertEquals("The capital of France is Paris.", job.path("output_text").asText(), "" + job);
    JsonNode forbidden = answer("curl -s http://127.0.0.1:8080/v1/tenants/acme");
    assertEquals(403, forbidden.path("status").asInt(), forbidden.toString());
  }

  private void rotateIt() {
    JsonNode rotated = answer("curl -s http://127.0.0.1:8080/v1/keys/$ID/rotate");
    assertFalse(rotated.path("old_key_until").isNull(), rotated.toString());
    export("NEW_KEY", rotated.path("key").asText());
    JsonNode jobs = answer("curl -s 'http://127.0.0.1:8080/v1/jobs?limit=1'");
    assertEquals(1, jobs.path("data").size(), jobs.toString());
  }

  private void revokeIt() {
    assertEquals("204", type(next("curl -s -X DELETE").text()).strip());
    String list = next("curl -s 'http://127.0.0.1:8080/v1/jobs?limit=2'").text();
    for (String key : List.of("NEW_KEY", "KEY")) {
      await()
          .atMost(SOON)
          .until(
              () -> json(type(list.replace("$NEW_KEY", "$" + key))).path("status").asInt() == 401);
    }
  }

  /** No other program gets to know what is on the terminal of who created it. */
  private void assertNoSecretIn(String output) {
    for (String key : List.of("KEY", "NEW_KEY")) {
      assertFalse(output.contains(variables.get(key)), key);
    }
  }

  /** Sets a variable as the page says, with a value of this run. */
  private void export(String name, String value) {
    next("export " + name + "=");
    variables.put(name, value);
  }

  private JsonNode answer(String start) {
    return json(type(next(start).text()));
  }

  private String type(String command) {
    StringBuilder exports = new StringBuilder();
    variables.forEach((name, value) -> exports.append("export %s='%s'\n".formatted(name, value)));
    return checkout.output("access", exports + typing.at(command));
  }

  private Command next(String start) {
    Command command = page.next();
    assertTrue(command.text().startsWith(start), () -> "not " + start + ": " + command);
    return command;
  }
}
