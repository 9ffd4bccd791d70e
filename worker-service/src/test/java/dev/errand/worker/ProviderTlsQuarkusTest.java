package dev.errand.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.process.TlsBuckets;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.testing.MigratedDatabase;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.llm.LlmClient;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calls of the worker's own client, with the lanes of {@link TlsProvider}. */
@QuarkusTest
@WithTestResource(MigratedDatabase.class)
@WithTestResource(TlsProvider.class)
class ProviderTlsQuarkusTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String UNTRUSTED = "unable to find valid certification path";

  @Inject LlmClient client;
  @Inject TlsBuckets buckets;
  @Inject Vertx vertx;

  TlsProvider provider;

  @Test
  void aProviderOfTheBucketsAuthorityIsShownTheBucketsCertificate() {
    assertInstanceOf(Answered.class, call("known"));
  }

  @Test
  void aProviderWithAnotherCaIsRejected() {
    assertRefused(call("stranger"), UNTRUSTED);
  }

  @Test
  void aProviderWithAnotherNameIsRejected() {
    assertRefused(call("address"), "No subject alternative names matching IP address 127.0.0.1");
  }

  /** With TLS 1.3, this happens after the handshake, when the request is on its way. */
  @Test
  void theProviderRejectsClientsWithoutACertificate() {
    assertInstanceOf(Broken.class, call("anonymous"));
  }

  @Test
  void newCertificatesReachTheNextConnections() {
    assertRefused(call("rotated"), UNTRUSTED);
    provider.rotate();
    await().atMost(Duration.ofMinutes(3)).until(() -> call("rotated") instanceof Answered);
  }

  @Test
  void anUnknownTlsConfigurationPreventsTheStart() {
    assertNoStart("https://localhost/v1", "none", "errand.providers.p.tls names");
  }

  @Test
  void aBucketForAPlainUrlEndsTheStart() {
    assertNoStart("http://localhost/v1", "known", "make that https");
  }

  private void assertNoStart(String url, String bucket, String why) {
    TestedConfig config = new TestedConfig(url, Map.of("errand.providers.p.tls", bucket));
    String message =
        assertThrows(RuntimeException.class, () -> config.client(vertx, buckets)).getMessage();
    assertTrue(message.contains(why), message);
  }

  private static void assertRefused(LlmOutcome outcome, String why) {
    String message = assertInstanceOf(NotSent.class, outcome).failure().message();
    assertTrue(message.contains(why), message);
  }

  private LlmOutcome call(String lane) {
    ClaimedJob job =
        new ClaimedJob(
            new Lease(UUID.randomUUID(), 1),
            1,
            lane,
            0,
            1,
            Optional.empty(),
            OnLost.RETRY,
            Endpoint.RESPONSES,
            "m",
            "{}".getBytes());
    return client.begin(job, new ByteBudget(1_000_000).reserve(2)).await(PATIENCE);
  }
}
