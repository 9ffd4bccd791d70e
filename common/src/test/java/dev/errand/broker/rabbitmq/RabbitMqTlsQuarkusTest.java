package dev.errand.broker.rabbitmq;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.NoOpMetricsCollector;
import dev.errand.broker.HeardHints;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.broker.rabbitmq.endpoint.BrokerTls;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl;
import dev.errand.process.TlsBuckets;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.BaseTlsConfiguration;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SSLOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The clients of publisher and consumer, with a broker that only speaks TLS. */
@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
@WithTestResource(TlsRabbitMqBuckets.class)
class RabbitMqTlsQuarkusTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String UNTRUSTED = "unable to find valid certification path";
  private static final String POOL = "tls";
  private static final RabbitMqQueues QUEUES = new RabbitMqQueues("errand.hints.");

  private final List<RabbitMqHintPublisher> publishers = new ArrayList<>();
  private final List<HintSource> sources = new ArrayList<>();

  @Inject RabbitMqBroker broker;
  @Inject TlsBuckets buckets;
  @Inject Vertx vertx;
  @Inject HintPublisher configuredPublisher;
  @Inject HintSource configuredSource;

  @ConfigProperty(name = "errand.rabbitmq.url")
  String url;

  TlsRabbitMqBuckets rabbitMq;

  @AfterEach
  void close() {
    sources.forEach(HintSource::stop);
    publishers.forEach(RabbitMqHintPublisher::close);
  }

  @Test
  void hintsPassThroughEncryptedConnectionsAsConfigured() {
    assertHintsPass(configuredPublisher, hear(configuredSource));
  }

  @Test
  void aBrokerWithAnotherCaIsRejected() {
    assertRefused(endpoint(url, "stranger"), UNTRUSTED);
  }

  @Test
  void withoutABucketTheJvmsAuthoritiesAreAsked() {
    assertRefused(new RabbitMqEndpoint(RabbitMqUrl.parse(url), BrokerTls.ofJvm(vertx)), UNTRUSTED);
  }

  @Test
  void aBrokerWithAnotherNameIsRejected() {
    assertRefused(endpoint(byAddress(), "mq"), "No subject alternative names matching IP address");
  }

  @Test
  void aBrokerWithAnotherNameIsAcceptedIfConfigured() {
    assertHintsPass(endpoint(byAddress(), "nameless"));
  }

  @Test
  void aProtocolThatIsNotConfiguredIsRejected() {
    assertRefused(endpoint(url, "old"), "TLSv1.3 is not in quarkus.tls.old.protocols");
  }

  @Test
  void theBrokerRejectsClientsWithoutACertificate() {
    RabbitMqEndpoint endpoint = endpoint(url, "anonymous");
    assertThrows(IOException.class, () -> endpoint.connect("tested"));
    assertThrows(CompletionException.class, () -> connectAsTheConsumerDoes(endpoint));
  }

  @Test
  void newCertificatesReachTheNextConnection() {
    RabbitMqEndpoint endpoint = endpoint(url, "rotated");
    assertRefused(endpoint, UNTRUSTED);
    HintPublisher publisher = publisher(endpoint);
    HeardHints heard = hear(source(endpoint));
    rabbitMq.rotateTrust();
    rabbitMq.rotateKey();
    assertHintsPass(publisher, heard);
  }

  @Test
  void settingsWithoutEffectAreRejectedAtStart() {
    BaseTlsConfiguration revoking =
        new BaseTlsConfiguration() {
          @Override
          public SSLOptions getSSLOptions() {
            return new SSLOptions().addCrlValue(Buffer.buffer("any"));
          }

          @Override
          public String getName() {
            return "revoking";
          }
        };
    assertNoStart(() -> endpoint(url, "gullible"), "quarkus.tls.gullible.trust-all");
    assertNoStart(
        () -> BrokerTls.of(revoking, vertx), "quarkus.tls.revoking.certificate-revocation-list");
    assertNoStart(() -> endpoint(url, "none"), "set quarkus.tls.none.*");
  }

  private static void assertNoStart(Executable start, String why) {
    String message = assertThrows(ConfigurationException.class, start).getMessage();
    assertTrue(message.contains(why), message);
  }

  private void assertRefused(RabbitMqEndpoint endpoint, String why) {
    assertCause(assertThrows(IOException.class, () -> endpoint.connect("tested")), why);
    assertCause(
        assertThrows(CompletionException.class, () -> connectAsTheConsumerDoes(endpoint)), why);
  }

  private static void assertCause(Throwable failure, String why) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertTrue(root.getMessage().contains(why), root.toString());
  }

  private void connectAsTheConsumerDoes(RabbitMqEndpoint endpoint) {
    RabbitMQClient.create(vertx, endpoint.options("tested", new NoOpMetricsCollector()))
        .start()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void assertHintsPass(RabbitMqEndpoint endpoint) {
    assertHintsPass(publisher(endpoint), hear(source(endpoint)));
  }

  private static void assertHintsPass(HintPublisher publisher, HeardHints heard) {
    await().atMost(SOON).until(publisher::connected);
    await().atMost(SOON).until(heard.source()::connected);
    Hint hint = new Hint("lane", UUID.randomUUID());
    publisher.publish(POOL, List.of(hint));
    await().until(() -> heard.hints().contains(hint));
  }

  private static HeardHints hear(HintSource source) {
    HeardHints heard = new HeardHints(source);
    source.consume(POOL, 10, heard::acknowledge);
    return heard;
  }

  private HintPublisher publisher(RabbitMqEndpoint endpoint) {
    RabbitMqHintPublisher publisher = broker.publisher(endpoint, QUEUES, List.of(POOL));
    publishers.add(publisher);
    return publisher;
  }

  private HintSource source(RabbitMqEndpoint endpoint) {
    HintSource source = broker.source(endpoint, QUEUES);
    sources.add(source);
    return source;
  }

  private RabbitMqEndpoint endpoint(String at, String bucket) {
    return new RabbitMqEndpoint(
        RabbitMqUrl.parse(at), BrokerTls.of(buckets.named(bucket, "tested"), vertx));
  }

  private String byAddress() {
    return url.replace("localhost", "127.0.0.1");
  }
}
