package dev.errand.api.s3;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.process.TlsBuckets;
import dev.errand.rig.FreePorts;
import dev.errand.rig.S3Server;
import dev.errand.testing.LoggedLines;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3StartTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String FILES = "errand.openai.files.";

  @TempDir static Path folder;
  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void withTheRightSettingsItIsReadyAndSaysNothing() {
    try (LoggedLines log = new LoggedLines(S3Outage.class);
        Started started = start(settings(server.endpoint(), S3Server.SECRET_KEY))) {
      await().atMost(SOON).until(() -> !started.store.bucket().get().outage().hasNeverWorked());
      assertEquals(Status.UP, started.health().getStatus());
      assertEquals(List.of(), log.all());
    }
  }

  @Test
  void wrongCredentialsAreToldInOneLineAndByReadiness() {
    try (LoggedLines log = new LoggedLines(S3Outage.class);
        Started started = start(settings(server.endpoint(), "wrong"))) {
      await().atMost(SOON).until(() -> started.health().getStatus() == Status.DOWN);
      assertEquals(
          "{refused=s3 bucket errand: 403 SignatureDoesNotMatch}",
          started.health().getData().get().toString());
      // Also after it has asked again.
      await().pollDelay(Duration.ofSeconds(6)).until(() -> true);
      assertEquals(
          List.of(
              "WARN event=file_store_failed store=s3 bucket=errand error=\"403 SignatureDoesNotMatch\""
                  + " next=\"check errand.openai.files.s3.*: bucket, region, access key and what it"
                  + " may do\""),
          log.all());
    }
  }

  @Test
  void aServerThatIsAwayDoesNotKeepTheServiceFromItsJobs() {
    try (LoggedLines log = new LoggedLines(S3Outage.class);
        Started started =
            start(settings("http://127.0.0.1:" + FreePorts.next(), S3Server.SECRET_KEY))) {
      await().atMost(SOON).until(() -> !log.all().isEmpty());
      assertTrue(log.all().getFirst().contains("Connection refused"), log.all()::toString);
      assertEquals(Status.UP, started.health().getStatus());
    }
  }

  @Test
  void itDoesNotStartWithoutABucket() {
    assertRejected(Map.of(FILES + "store", "s3"), "errand.openai.files.s3.bucket");
  }

  @Test
  void itDoesNotStartWithHalfACredential() {
    Map<String, String> settings = settings(server.endpoint(), S3Server.SECRET_KEY);
    settings.remove(FILES + "s3.secret-key");
    assertRejected(settings, "secret-key-file");
    settings.put(FILES + "s3.secret-key-file", folder.resolve("missing").toString());
    assertRejected(settings, "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"files.limit", "uploads.limit", "uploads.part-limit"})
  void itDoesNotStartIfAFileMayHaveMorePartsThanS3Takes(String setting) {
    Map<String, String> settings = settings(server.endpoint(), S3Server.SECRET_KEY);
    settings.put("errand.openai." + setting, "52428800000");
    start(settings).close();
    settings.put("errand.openai." + setting, "52428800001");
    assertRejected(settings, setting + " may be at most 52428800000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://errand:hunter2@127.0.0.1:9000",
        "https://127.0.0.1:9000?key=hunter2",
        "minio:9000",
        "ftp://127.0.0.1",
        "https:///hunter2"
      })
  void itDoesNotStartWithAnotherUrlThanAServersAndDoesNotRepeatIt(String endpoint) {
    ConfigurationException e =
        assertRejected(settings(endpoint, S3Server.SECRET_KEY), "s3.endpoint must be");
    assertFalse(e.getMessage().contains("hunter2"), e::getMessage);
  }

  private static ConfigurationException assertRejected(Map<String, String> settings, String named) {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> start(settings).close());
    assertTrue(e.getMessage().contains(named), e::getMessage);
    return e;
  }

  private static Map<String, String> settings(String endpoint, String secret) {
    return new HashMap<>(
        Map.of(
            FILES + "store",
            "s3",
            FILES + "s3.endpoint",
            endpoint,
            FILES + "s3.bucket",
            S3Server.BUCKET,
            FILES + "s3.access-key",
            S3Server.ACCESS_KEY,
            FILES + "s3.secret-key",
            secret));
  }

  private static Started start(Map<String, String> settings) {
    OpenAiConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(OpenAiConfig.class)
            .addDiscoveredConverters()
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(OpenAiConfig.class);
    S3FileStore store = new S3FileStore(config, new S3Clients(new TlsBuckets(null)), null);
    S3Start start = new S3Start(store, config);
    start.start(new StartupEvent());
    return new Started(store, start);
  }

  private record Started(S3FileStore store, S3Start start) implements AutoCloseable {

    HealthCheckResponse health() {
      return new S3Health(start).call();
    }

    @Override
    public void close() {
      start.stop(new ShutdownEvent());
      store.close();
    }
  }
}
