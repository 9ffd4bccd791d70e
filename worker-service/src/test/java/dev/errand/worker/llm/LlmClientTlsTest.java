package dev.errand.worker.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.OnLost;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server whose certificate is for {@code localhost} and signed by itself. */
class LlmClientTlsTest {

  private static final String PASSWORD = "changeit";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger calls = new AtomicInteger();
  private int port;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    PfxOptions certificate =
        new PfxOptions().setPath(certificate().toString()).setPassword(PASSWORD);
    port =
        vertx
            .createHttpServer(
                new HttpServerOptions().setSsl(true).setPfxKeyCertOptions(certificate))
            .requestHandler(
                request -> {
                  calls.incrementAndGet();
                  request.response().end(ScriptedProvider.ANSWER);
                })
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
  }

  @AfterEach
  void stop() {
    System.clearProperty(TRUST_STORE);
    System.clearProperty(TRUST_STORE_PASSWORD);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aCertificateThatTheMachineDoesNotTrustIsRejected() {
    assertRefused(call("localhost"));
  }

  @Test
  void aCertificateOfTheMachinesTrustStoreIsAccepted() {
    trustTheServer();

    assertInstanceOf(Answered.class, call("localhost"));
  }

  @Test
  void aCertificateOfAnotherHostIsRejected() {
    trustTheServer();

    assertRefused(call("127.0.0.1"));
  }

  private void trustTheServer() {
    System.setProperty(TRUST_STORE, directory.resolve("server.p12").toString());
    System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
  }

  private void assertRefused(LlmOutcome outcome) {
    NotSent notSent = assertInstanceOf(NotSent.class, outcome);
    assertEquals(Failure.Type.UNREACHABLE, notSent.failure().type());
    assertEquals(0, calls.get());
  }

  private LlmOutcome call(String host) {
    ClaimedJob job =
        new ClaimedJob(
            new Lease(UUID.randomUUID(), 1),
            1,
            "l",
            0,
            1,
            Optional.empty(),
            OnLost.RETRY,
            Endpoint.RESPONSES,
            "m",
            "{}".getBytes());
    return new TestedConfig("https://%s:%d/v1".formatted(host, port), Map.of())
        .client(vertx)
        .begin(job, new ByteBudget(1_000_000).reserve(2))
        .await(Duration.ofSeconds(10));
  }

  private Path certificate() throws IOException, InterruptedException {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertTrue(keytool.waitFor() == 0, said);
    return store;
  }
}
