package dev.errand.worker.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.models.Asking;
import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.testing.StoreFixture;
import dev.errand.worker.config.TestedConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersReadinessTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final String INTERVAL = "errand.providers.p.models-interval";

  private final ModelListStore store = new ModelListStore(new StoreFixture().database);

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void noProviderMakesTheWorkerUnready(Listing listing) throws Exception {
    Asking asking = store.begin("p", Duration.ZERO).orElseThrow();
    store.end(asking, Optional.of(new ModelList(List.of("gpt-5"), true)));
    store.fail(asking, listing);

    HealthCheckResponse response = response("gpt-*");
    assertEquals(Status.UP, response.getStatus());
    assertEquals(listing.text(), data(response).get("p"));
    assertEquals(1L, data(response).get("p.models"));
  }

  @Test
  void globsThatFitNoneOfTheModelsAreShown() throws Exception {
    store.end(
        store.begin("p", Duration.ZERO).orElseThrow(),
        Optional.of(new ModelList(List.of("gpt-5"), true)));

    assertEquals("o1,o3*", data(response("o3*,gpt-*,o1")).get("p.missing.l"));
    assertEquals(null, data(response("gpt-*")).get("p.missing.l"));
  }

  @Test
  void ofAListThatIsNotCompleteNothingIsMissing() throws Exception {
    store.end(
        store.begin("p", Duration.ZERO).orElseThrow(),
        Optional.of(new ModelList(List.of("gpt-5"), false)));

    assertEquals(null, data(response("o3")).get("p.missing.l"));
  }

  @Test
  void aProviderThatWasNotAskedYetIsShownSo() {
    TestedConfig config = config(Map.of());
    HealthCheckResponse response =
        new ProvidersReadiness(watches(config), config.lanes(), config.worker()).call();

    assertEquals(Map.of("p", "not_asked"), data(response));
    assertEquals(Status.UP, response.getStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0S", "PT0S"})
  void zeroAsksNobody(String interval) {
    assertEquals(List.of(), watches(config(Map.of(INTERVAL, interval))).all());
  }

  @Test
  void anIntervalThatIsTooShortEndsTheStart() {
    TestedConfig config = config(Map.of(INTERVAL, "0.5S"));

    String message = assertThrows(ConfigurationException.class, () -> watches(config)).getMessage();
    assertTrue(message.contains(INTERVAL) && message.contains("1S or longer"), message);
  }

  private HealthCheckResponse response(String globs) throws InterruptedException {
    TestedConfig config = config(globs);
    ProviderWatches watches = watches(config);
    // Within the minute of the asking before: this worker only looks what is known.
    watches.all().getFirst().look(Duration.ofMinutes(1));
    return new ProvidersReadiness(watches, config.lanes(), config.worker()).call();
  }

  private static TestedConfig config(Map<String, String> settings) {
    return new TestedConfig("http://localhost:1/v1", settings);
  }

  private static TestedConfig config(String globs) {
    return new TestedConfig(
        Map.of(
            "errand.lanes.l.models", globs,
            "errand.lanes.l.provider", "p",
            "errand.providers.p.base-url", "http://localhost:1/v1"));
  }

  private ProviderWatches watches(TestedConfig config) {
    return new ProviderWatches(
        config.client(VERTX), config.providers(), new ModelsClient(null), store, config.metrics);
  }

  private static Map<String, Object> data(HealthCheckResponse response) {
    return response.getData().orElseThrow();
  }
}
