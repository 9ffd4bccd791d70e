package dev.errand.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** No command that we run or document leaves root's files where a server stores its own. */
class RabbitMqToolsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void noComposeFileHasRootCheckRabbitMq() {
    List<Path> files = Sources.all("(docker-)?compose[\\w.-]*\\.ya?ml");
    for (Path file : files) {
      for (JsonNode service : yaml(Sources.text(file)).path("services")) {
        assertFalse(RabbitMqTools.areRootsIn(service), () -> file + ": " + service);
      }
    }
    assertEquals(List.of(Sources.file("deploy/compose/compose.yaml")), files);
  }

  @Test
  void noScriptAndNoTextHasRootRunThem() {
    List<Path> files = Sources.all(".*\\.(md|sh|ya?ml|tpl|txt|java)|errand|Dockerfile.*");
    for (Path file : files) {
      if (!file.endsWith("RabbitMqToolsTest.java")) {
        Sources.text(file)
            .lines()
            .forEach(line -> assertFalse(RabbitMqTools.areRootsIn(line), file + ": " + line));
      }
    }
    assertTrue(files.size() > 500, "files: " + files.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthcheck: {test: [CMD, rabbitmq-diagnostics, --quiet, check_port_connectivity]}",
        "healthcheck: {test: [CMD-SHELL, 'rabbitmq-diagnostics -q ping']}",
        "healthcheck: {test: rabbitmqctl status}",
        "healthcheck: {test: [CMD, gosu, root, rabbitmqctl, status]}",
        "healthcheck: {test: [CMD-SHELL, 'gosu rabbitmq rabbitmqctl await_startup && rabbitmqctl"
            + " status']}",
        "{user: 'root:rabbitmq', healthcheck: {test: [CMD, rabbitmqctl, status]}}"
      })
  void aCheckByRootIsNoticed(String service) {
    assertTrue(RabbitMqTools.areRootsIn(yaml(service)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthcheck: {test: [CMD, gosu, rabbitmq, rabbitmq-diagnostics, --quiet, ping]}",
        "healthcheck: {test: [CMD-SHELL, '/usr/local/bin/gosu rabbitmq rabbitmqctl status']}",
        "{user: rabbitmq, healthcheck: {test: [CMD, rabbitmqctl, status]}}",
        "{user: '999:999', healthcheck: {test: [CMD, rabbitmqctl, status]}}",
        "healthcheck: {test: [CMD, pg_isready]}"
      })
  void aCheckByTheServersUserIsFine(String service) {
    assertFalse(RabbitMqTools.areRootsIn(yaml(service)));
  }

  @Test
  void aCommandByRootIsNoticed() {
    assertTrue(RabbitMqTools.areRootsIn("$ docker compose exec rabbitmq rabbitmqctl list_queues"));
    assertTrue(RabbitMqTools.areRootsIn("podman exec -it mq rabbitmq-plugins list"));
    assertTrue(RabbitMqTools.areRootsIn("docker exec -u 0 mq rabbitmqctl status"));
    assertFalse(RabbitMqTools.areRootsIn("docker exec -u rabbitmq mq rabbitmqctl status"));
    assertFalse(
        RabbitMqTools.areRootsIn("$ docker compose exec --user=rabbitmq mq rabbitmqctl status"));
    assertFalse(
        RabbitMqTools.areRootsIn("$ docker compose exec mq gosu rabbitmq rabbitmqctl status"));
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Yaml().<Map<String, Object>>load(text));
  }
}
