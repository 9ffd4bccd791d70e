package dev.errand.store.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelListStoreTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StoreFixture fixture = new StoreFixture();
  private final ModelListStore store = new ModelListStore(fixture.database);

  @Test
  void ofManyWorkersThatWantToOneAsks() throws Exception {
    assertEquals(1, begunByMany(), "the first time");
    assertEquals(0, begunByMany(), "within the minute");
    for (int round = 0; round < 10; round++) {
      age(MINUTE);
      assertEquals(1, begunByMany(), "a minute later");
    }
  }

  private long begunByMany() throws Exception {
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Optional<Asking>> worker = () -> store.begin("p", MINUTE);
      List<Future<Optional<Asking>>> all =
          workers.invokeAll(Stream.generate(() -> worker).limit(16).toList());
      return all.stream().filter(it -> it.resultNow().isPresent()).count();
    }
  }

  @Test
  void eachProviderIsAskedForItself() {
    assertTrue(store.begin("p", MINUTE).isPresent());
    assertTrue(store.begin("q", MINUTE).isPresent());
  }

  @Test
  void aListIsKeptInItsOrder() {
    store.end(begin(), list("b", "a", "é\u200b😀"));

    ProviderModels known = known();
    assertEquals(Listing.LISTED, known.listing());
    assertEquals(list("b", "a", "é\u200b😀"), known.list());
  }

  @Test
  void aProviderThatStopsToAnswerKeepsItsList() {
    store.end(begin(), list("a"));
    Asking second = begin();
    store.fail(second, Listing.TIMEOUT);

    assertEquals(Optional.of(Listing.LISTED), second.before());
    assertEquals(Listing.TIMEOUT, known().listing());
    assertEquals(list("a"), known().list());
  }

  @Test
  void aProviderThatHasNoListAnyMoreLosesIt() {
    store.end(begin(), list("a"));
    store.end(begin(), Optional.empty());

    assertEquals(Listing.NO_LIST, known().listing());
    assertEquals(Optional.empty(), known().list());
  }

  @Test
  void aListMayBeEmptyOrIncomplete() {
    store.end(begin(), Optional.of(new ModelList(List.of(), false)));

    assertEquals(Optional.of(new ModelList(List.of(), false)), known().list());
  }

  /** One that was killed says nothing; one that was only stopped must not say it later. */
  @Test
  void aWorkerThatWasGoneMeanwhileChangesNothing() {
    Asking stopped = begin();
    assertEquals(List.of(), store.of(List.of("p")), "nothing is known yet");
    Asking next = begin();
    store.end(next, list("new"));
    store.end(stopped, list("old"));
    store.fail(stopped, Listing.TIMEOUT);

    assertNotEquals(stopped.at(), next.at());
    assertEquals(list("new"), known().list());
    assertEquals(Listing.LISTED, known().listing());
  }

  @Test
  void aClockThatWasSetBackHoldsNobodyUp() {
    begin();
    age(Duration.ofDays(-1));

    assertTrue(store.begin("p", MINUTE).isPresent());
  }

  @Test
  void onlyWhatIsAskedForIsTold() {
    store.end(begin(), list("a"));

    assertEquals(List.of(), store.of(List.of("q")));
    assertEquals(1, store.of(List.of("q", "p")).size());
  }

  @Test
  void aCodeOfANewerVersionIsAnError() {
    store.end(begin(), list("a"));
    fixture.execute("update provider_models set outcome = 'melted'");

    assertEquals(Listing.FAILED, known().listing());
    for (Listing listing : Listing.values()) {
      assertEquals(listing, Listing.of(listing.text()));
    }
  }

  /** A new asking, as if the last was long ago. */
  private Asking begin() {
    age(Duration.ofHours(1));
    return store.begin("p", MINUTE).orElseThrow();
  }

  private ProviderModels known() {
    return store.of(List.of("p")).getFirst();
  }

  private static Optional<ModelList> list(String... models) {
    return Optional.of(new ModelList(List.of(models), true));
  }

  private void age(Duration time) {
    fixture.execute(
        "update provider_models set asked_at = asked_at - interval '%d seconds'"
            .formatted(time.toSeconds()));
  }
}
