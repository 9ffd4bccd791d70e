package dev.errand.broker.rabbitmq;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.HeardHints;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.broker.rabbitmq.endpoint.BrokerTls;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl;
import dev.errand.rig.FreePorts;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.RestrictedRabbitMq;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A RabbitMQ with an operator's own queues, and users with few permissions. */
@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
class RabbitMqOperatorsQuarkusTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static RestrictedRabbitMq rabbit;

  private final String pool = UUID.randomUUID().toString();
  private final List<RabbitMqHintPublisher> publishers = new ArrayList<>();
  private final List<HintSource> sources = new ArrayList<>();
  private RabbitMqQueues queues = new RabbitMqQueues("allowed.");

  @Inject RabbitMqBroker broker;
  @Inject Vertx vertx;

  @BeforeAll
  static void startRabbitMq() {
    rabbit = new RestrictedRabbitMq();
  }

  @AfterAll
  static void stopRabbitMq() {
    rabbit.close();
  }

  @AfterEach
  void close() {
    sources.forEach(HintSource::stop);
    publishers.forEach(RabbitMqHintPublisher::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-delivery-limit=5",
        "x-max-length=1000",
        "x-message-ttl=60000",
        "x-dead-letter-exchange=dead",
        "x-queue-type=classic",
        "x-queue-type=classic,x-max-priority=5"
      })
  void aQueueOfTheOperatorsIsUsedAsItIs(String arguments) {
    Map<String, Object> given = arguments(arguments);
    declare(given);
    assertHintsPass("owner:owner");
    // Would be rejected if the queue had been replaced.
    declare(given);
  }

  @Test
  void aQueueThatDoesNotOutlastTheBrokerIsUsedAsItIs() {
    rabbit.asOwner(channel -> channel.queueDeclare(queue(), false, false, false, Map.of()));
    assertHintsPass("owner:owner");
  }

  @Test
  void aQueueUnderAPolicyIsUsed() {
    queues = new RabbitMqQueues("policed.");
    assertHintsPass("owner:owner");
  }

  @Test
  void aUserWithoutTheRightToConfigureUsesAQueueThatIsThere() {
    declare(arguments("x-delivery-limit=7"));
    assertHintsPass("limited:limited");
  }

  @Test
  void aUserWithoutTheRightToConfigureUsesAQueueOfOurOwnKindToo() {
    declare(arguments("x-queue-type=quorum"));
    assertHintsPass("limited:limited");
  }

  @Test
  void aMissingQueueThatMayNotBeMadeIsNamedAndUsedOnceItIsThere() {
    HintPublisher publisher = publisher("limited:limited@localhost:" + rabbit.port() + "/");
    HeardHints heard = hear("limited:limited@localhost:" + rabbit.port() + "/");
    awaitTrouble(publisher, queue() + " does not exist, and the user may not create it");
    awaitTrouble(heard.source(), queue() + " does not exist, and the user may not create it");
    declare(arguments("x-max-length=1000"));
    assertHintsPass(publisher, heard);
  }

  @Test
  void aQueueThatTheOperatorReplacesIsUsedAgain() {
    HintPublisher publisher = publisher("owner:owner@localhost:" + rabbit.port() + "/");
    HeardHints heard = hear("owner:owner@localhost:" + rabbit.port() + "/");
    assertHintsPass(publisher, heard);
    rabbit.asOwner(
        channel -> {
          channel.queueDelete(queue());
          return channel.queueDeclare(queue(), true, false, false, Map.of("x-max-length", 50));
        });
    assertHintsPass(publisher, heard);
  }

  @Test
  void aQueueThatIsDeletedAndNotOursToMakeIsNamedAndUsedOnceItIsBack() {
    declare(arguments("x-delivery-limit=7"));
    HintPublisher publisher = publisher("limited:limited@localhost:" + rabbit.port() + "/");
    HeardHints heard = hear("limited:limited@localhost:" + rabbit.port() + "/");
    assertHintsPass(publisher, heard);
    rabbit.asOwner(channel -> channel.queueDelete(queue()));
    awaitTrouble(publisher, queue() + " does not exist, and the user may not create it");
    awaitTrouble(heard.source(), queue() + " does not exist, and the user may not create it");
    declare(arguments("x-delivery-limit=7"));
    assertHintsPass(publisher, heard);
  }

  @Test
  void aStreamIsRejectedAsAQueueAndNamed() {
    declare(arguments("x-queue-type=stream"));
    HintPublisher publisher = publisher("owner:owner@localhost:" + rabbit.port() + "/");
    HeardHints heard = hear("owner:owner@localhost:" + rabbit.port() + "/");
    awaitTrouble(publisher, "is a stream");
    awaitTrouble(heard.source(), "is a stream");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner:wrong|/|rejected the user or the password",
        "nobody:owner|/|rejected the user or the password",
        "owner:owner|/nowhere|the virtual host does not exist",
        "owner:owner|/%20|the virtual host does not exist",
        "outsider:outsider|/|has no access to the virtual host",
        "limited:limited|/errand|has no access to the virtual host"
      })
  void errorsThatKeepBothSidesOutAreNamed(String login, String path, String trouble) {
    String at = login + "@localhost:" + rabbit.port() + path;
    awaitTrouble(publisher(at), trouble);
    awaitTrouble(hear(at).source(), trouble);
  }

  @Test
  void aUserWhoMayNotPublishIsReportedByThePublisher() {
    String at = "mute:mute@localhost:" + rabbit.port() + "/";
    awaitTrouble(publisher(at), "access to exchange 'amq.default'");
    await().atMost(SOON).until(hear(at).source()::connected);
  }

  @Test
  void aUserWhoMayNotConsumeIsReportedByTheSource() {
    String at = "deaf:deaf@localhost:" + rabbit.port() + "/";
    awaitTrouble(hear(at).source(), "access to queue '");
    await().atMost(SOON).until(publisher(at)::connected);
  }

  @Test
  void whatDoesNotAnswerIsNamed() {
    String refused = "owner:owner@localhost:" + FreePorts.next() + "/";
    awaitTrouble(publisher(refused), "nothing is listening there");
    awaitTrouble(hear(refused).source(), "nothing is listening there");
    String unknown = "owner:owner@no-such-host.invalid/";
    awaitTrouble(publisher(unknown), "unknown host no-such-host.invalid");
    awaitTrouble(hear(unknown).source(), "unknown host no-such-host.invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "/%2f", "/errand", "/a%2Fb"})
  void eachWayToNameAVirtualHostReachesIt(String path) {
    String at = "owner:owner@localhost:" + rabbit.port() + path;
    assertHintsPass(publisher(at), hear(at));
  }

  @Test
  void aLoginWithAllCharactersThatUrlsUseReachesRabbitMq() {
    String encoded = "p%40ss%23%2F%3F%3A%25";
    assertHintsPass(encoded + ":" + encoded);
  }

  private void assertHintsPass(String login) {
    String at = login + "@localhost:" + rabbit.port() + "/";
    assertHintsPass(publisher(at), hear(at));
  }

  private void assertHintsPass(HintPublisher publisher, HeardHints heard) {
    await().atMost(SOON).until(publisher::connected);
    await().atMost(SOON).until(heard.source()::connected);
    Hint hint = new Hint("lane", UUID.randomUUID());
    // A publication may hit a queue that was just deleted.
    await()
        .atMost(SOON)
        .ignoreException(BrokerUnavailableException.class)
        .until(
            () -> {
              publisher.publish(pool, List.of(hint));
              return true;
            });
    await().atMost(SOON).until(() -> heard.hints().contains(hint));
    assertTrue(publisher.state().trouble().isEmpty());
    await().atMost(SOON).until(() -> publisher.waiting(pool).orElse(-1) == 0);
  }

  private static void awaitTrouble(HintPublisher publisher, String words) {
    await().atMost(SOON).untilAsserted(() -> assertSaid(words, publisher.state()));
    assertFalse(publisher.connected());
  }

  private static void awaitTrouble(HintSource source, String words) {
    await().atMost(SOON).untilAsserted(() -> assertSaid(words, source.state()));
    assertFalse(source.connected());
  }

  private static void assertSaid(String words, BrokerState state) {
    String said = state.trouble().orElse("nothing");
    assertTrue(said.contains(words), said);
    assertEquals(1, said.lines().count(), said);
  }

  private void declare(Map<String, Object> arguments) {
    rabbit.asOwner(channel -> channel.queueDeclare(queue(), true, false, false, arguments));
  }

  private static Map<String, Object> arguments(String text) {
    Map<String, Object> arguments = new HashMap<>();
    if (!text.contains("x-queue-type")) {
      arguments.put("x-queue-type", "quorum");
    }
    for (String each : text.split(",")) {
      String[] parts = each.split("=");
      Object value = parts[1].matches("[0-9]+") ? Integer.valueOf(parts[1]) : parts[1];
      arguments.put(parts[0], value);
    }
    return arguments;
  }

  private String queue() {
    return queues.name(pool);
  }

  private HeardHints hear(String at) {
    HintSource source = broker.source(endpoint(at), queues);
    sources.add(source);
    HeardHints heard = new HeardHints(source);
    source.consume(pool, 10, heard::acknowledge);
    return heard;
  }

  private HintPublisher publisher(String at) {
    RabbitMqHintPublisher publisher = broker.publisher(endpoint(at), queues, List.of(pool));
    publishers.add(publisher);
    return publisher;
  }

  private RabbitMqEndpoint endpoint(String at) {
    return new RabbitMqEndpoint(RabbitMqUrl.parse("amqp://" + at), BrokerTls.ofJvm(vertx));
  }
}
