package dev.errand.local.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void startsEverythingItselfWithoutConfiguration() {
    Plan plan = plan(Map.of("OPENAI_API_KEY", "", "ERRAND_DATABASE_URL", " "));
    assertEquals(Broker.POSTGRES, plan.broker());
    assertTrue(plan.database().isEmpty());
    assertTrue(plan.rabbit().isEmpty());
    assertFalse(plan.hasProvider());
  }

  @Test
  void usesTheRabbitMqItIsGiven() {
    Plan plan = plan(Map.of("ERRAND_RABBITMQ_URL", "amqps://me:secret@mq.example/jobs"));
    assertEquals(Broker.RABBITMQ, plan.broker());
    assertEquals("amqps://mq.example:5671", plan.rabbit().orElseThrow().shownUrl());
  }

  @Test
  void usesTheNodesOfAClusterAndPassesTheUrlOnAsItWasGiven() {
    String url = "amqp://me:p%23ss@mq-1:5672,mq-2,[::1]:5673/";
    RabbitAddress rabbit = plan(Map.of("ERRAND_RABBITMQ_URL", url)).rabbit().orElseThrow();
    assertEquals(url, rabbit.url());
    assertEquals("amqp://mq-1:5672,mq-2:5672,[::1]:5673", rabbit.shownUrl());
  }

  @Test
  void takesTheCommandLineBeforeTheEnvironment() {
    Map<String, String> environment =
        Map.of("ERRAND_BROKER", "rabbitmq", "ERRAND_RABBITMQ_URL", "amqp://localhost");
    Plan plan = Plan.of(options(Optional.of(Broker.POSTGRES)), environment);
    assertEquals(Broker.POSTGRES, plan.broker());
    assertTrue(plan.rabbit().isEmpty());
  }

  @Test
  void looksForALocalRabbitMqIfNoneIsConfigured() {
    Plan plan = Plan.of(options(Optional.of(Broker.RABBITMQ)), Map.of());
    assertEquals("amqp://localhost:5672", plan.rabbit().orElseThrow().shownUrl());
  }

  @Test
  void passesOnOnlyTheConfiguredLogin() {
    String url = "jdbc:postgresql://db/errand";
    Map<String, String> environment =
        Map.of("ERRAND_DATABASE_URL", url, "ERRAND_DATABASE_USERNAME", "me");
    assertEquals(environment, plan(environment).database().orElseThrow().variables());
  }

  @Test
  void rejectsInvalidUrlsWithoutShowingPasswords() {
    assertRefused("ERRAND_DATABASE_URL", "postgres://me:secret@db/errand");
    assertRefused("ERRAND_RABBITMQ_URL", "http://me:secret@mq");
    assertRefused("ERRAND_RABBITMQ_URL", "amqp://me:secret@not a host");
    assertRefused("OPENAI_BASE_URL", "api.example/v1");
    assertRefused("ERRAND_BROKER", "kafka");
  }

  private static void assertRefused(String name, String value) {
    Map<String, String> environment = Map.of(name, value);
    String message = assertThrows(CannotStart.class, () -> plan(environment)).getMessage();
    assertFalse(message.contains("secret"), message);
    assertEquals(1, message.lines().count());
  }

  private static Plan plan(Map<String, String> environment) {
    return Plan.of(options(Optional.empty()), environment);
  }

  private static DevOptions options(Optional<Broker> broker) {
    return new DevOptions(1, 8080, Path.of("data"), broker, Set.of());
  }
}
