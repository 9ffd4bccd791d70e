package dev.errand.worker.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.database.Database;
import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ModelListStore;
import dev.errand.store.models.ProviderModels;
import dev.errand.telemetry.Metric;
import dev.errand.testing.StoreFixture;
import dev.errand.testing.TestedTimeouts;
import dev.errand.worker.models.ProviderWatch.Asker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ProviderWatchTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StoreFixture fixture = new StoreFixture();
  private final ModelListStore store = new ModelListStore(fixture.database);
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile ModelsAnswer answer =
      ModelsAnswer.of(new ModelList(List.of("gpt-5", "o3"), true));

  private final ProviderWatch one = watch(metrics, store, this::ask);
  private final ProviderWatch other = watch(new SimpleMeterRegistry(), store, this::ask);

  private ModelsAnswer ask() {
    asked.incrementAndGet();
    return answer;
  }

  private static ProviderWatch watch(MeterRegistry metrics, ModelListStore store, Asker asker) {
    return new ProviderWatch("p", MINUTE, asker, store, metrics);
  }

  @Test
  void twoWorkersAskOnceAMinuteInAllAndBothKnow() throws Exception {
    for (int minute = 1; minute <= 3; minute++) {
      assertTrue(one.look(MINUTE));
      assertTrue(other.look(MINUTE));
      assertEquals(minute, asked.get());
      aMinutePasses();
    }

    assertEquals(Optional.of(List.of("gpt-5", "o3")), models(one));
    assertEquals(Optional.of(List.of("gpt-5", "o3")), models(other));
  }

  @Test
  void aWorkerThatIsKilledWhileItAsksIsFollowedByTheNext() throws Exception {
    ProviderWatch killed =
        watch(
            new SimpleMeterRegistry(),
            store,
            () -> {
              throw new InterruptedException();
            });

    assertThrows(InterruptedException.class, () -> killed.look(MINUTE));
    other.look(MINUTE);
    assertEquals(0, asked.get(), "its minute is not over");
    assertEquals(Optional.empty(), other.known());
    aMinutePasses();
    other.look(MINUTE);
    assertEquals(1, asked.get());
    assertEquals(Listing.LISTED, other.known().orElseThrow().listing());
  }

  @Test
  void theGaugeAndTheCounterTellWhetherTheProviderAnswers() throws Exception {
    assertTrue(Double.isNaN(gauge()));
    one.look(MINUTE);
    assertEquals(1, gauge());

    aMinutePasses();
    answer = ModelsAnswer.without(Listing.TIMEOUT);
    one.look(MINUTE);
    assertEquals(0, gauge());
    assertEquals(Optional.of(List.of("gpt-5", "o3")), models(one), "the list stays");

    aMinutePasses();
    answer = ModelsAnswer.of(404);
    one.look(MINUTE);
    assertEquals(1, gauge());
    assertEquals(Optional.empty(), models(one));
    assertEquals(1, count("listed"));
    assertEquals(1, count("timeout"));
    assertEquals(1, count("no_list"));
  }

  @Test
  void withoutTheDatabaseNobodyIsAskedAndWhatIsKnownStays() throws Exception {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://localhost:1/none");
    Database away = new Database(nowhere, 2, TestedTimeouts.defaults());
    ProviderWatch watch = watch(metrics, new ModelListStore(away), this::ask);

    assertFalse(watch.look(MINUTE));
    assertEquals(0, asked.get());
    assertEquals(Optional.empty(), watch.known());
  }

  @Test
  void anAskingThatFailsOddlyDoesNotEndTheWatch() throws Exception {
    ProviderWatch odd =
        watch(
            new SimpleMeterRegistry(),
            store,
            () -> {
              throw new IllegalStateException("odd");
            });

    assertTrue(odd.look(MINUTE));
    assertEquals(Optional.empty(), odd.known());
  }

  @Test
  void theStatusSaysWhetherTheProviderHasAList() {
    assertEquals(Listing.NO_LIST, ModelsAnswer.of(404).listing());
    assertEquals(Listing.NO_LIST, ModelsAnswer.of(405).listing());
    assertEquals(Listing.UNAUTHORIZED, ModelsAnswer.of(401).listing());
    assertEquals(Listing.UNAUTHORIZED, ModelsAnswer.of(403).listing());
    assertEquals(Listing.UNREACHABLE, ModelsAnswer.of(407).listing());
    assertEquals(Listing.THROTTLED, ModelsAnswer.of(429).listing());
    assertEquals(Listing.REJECTED, ModelsAnswer.of(400).listing());
    assertEquals(Listing.FAILED, ModelsAnswer.of(503).listing());
    assertEquals(Listing.REDIRECTED, ModelsAnswer.of(302).listing());
    assertEquals(Listing.UNREADABLE, ModelsAnswer.of(204).listing());
  }

  private static Optional<List<String>> models(ProviderWatch watch) {
    return watch.known().flatMap(ProviderModels::list).map(ModelList::models);
  }

  private double gauge() {
    return metrics.get(Metric.PROVIDER_ANSWERS.text()).tag("provider", "p").gauge().value();
  }

  private double count(String result) {
    return metrics.get(Metric.PROVIDER_MODELS_ASKED.text()).tag("result", result).counter().count();
  }

  private void aMinutePasses() {
    fixture.execute("update provider_models set asked_at = asked_at - interval '1 minute'");
  }
}
