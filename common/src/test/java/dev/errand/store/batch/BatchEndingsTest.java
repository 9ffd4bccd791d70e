package dev.errand.store.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.store.batch.BatchEndings.Newest;
import dev.errand.store.batch.BatchEndings.Progress;
import dev.errand.store.batch.BatchEndings.Stretch;
import dev.errand.testing.BatchRows;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads on behind what was read last gets every line once, whatever commits meanwhile. */
class BatchEndingsTest {

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);
  private final BatchRows rows = new BatchRows(store.database);
  private final BatchEndings endings = new BatchEndings(store.database);
  private UUID batch;

  @BeforeEach
  void batch() {
    batch = rows.batch("default");
    rows.ended(rows.batch("default"), 77);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 1000})
  void linesAreReadInTheOrderOfTheirEndsWhateverTheLimit(int limit) {
    rows.ended(batch, 5, 1, 3);
    rows.ended(batch, 2);
    rows.ended(batch, 6, 4);
    readable(Place.START, 6);

    assertEquals(List.of(5, 1, 3, 2, 6, 4), all(Place.START, limit));
  }

  /** Ids of transactions are numbers, also where one has a digit more than the one before. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void linesAreReadInTheOrderOfTheirTransactionsAsNumbers(int limit) {
    rows.endedBy(99, batch, 1, 2);
    rows.endedBy(100, batch, 3);
    rows.endedBy(101, batch, 4);

    assertEquals(List.of(1, 2, 3, 4), all(Place.START, limit));
  }

  @Test
  void aTransactionThatCommitsLateIsNotSkipped() throws SQLException {
    rows.ended(batch, 1);
    try (Connection late = begun()) {
      BatchRows.ended(late, batch, 2);
      rows.ended(batch, 3);
      Stretch before = readable(Place.START, 1);
      assertEquals(List.of(1), list(before), "3 must wait for 2, which comes before it");
      late.commit();

      assertEquals(List.of(2, 3), list(readable(before.end(), 2)));
    }
  }

  /** Its row has the highest id, but its transaction the lowest. */
  @Test
  void aTransactionThatEndsLinesLongAfterItsBeginningIsNotSkipped() throws SQLException {
    try (Connection late = begun();
        Statement statement = late.createStatement()) {
      statement.execute("select pg_current_xact_id()");
      rows.ended(batch, 1);
      assertTrue(endings.read(batch, Place.START, 10).isEmpty());
      BatchRows.ended(late, batch, 2);
      late.commit();

      assertEquals(List.of(2, 1), list(readable(Place.START, 2)));
    }
  }

  @Test
  void aTransactionThatIsRolledBackHoldsUpNothing() throws SQLException {
    try (Connection late = begun()) {
      BatchRows.ended(late, batch, 2);
      rows.ended(batch, 1);
      late.rollback();
    }
    assertEquals(List.of(1), list(readable(Place.START, 1)));
  }

  @Test
  void onceTheBatchHasEndedNothingIsWaitedFor() throws SQLException {
    try (Connection late = begun();
        Statement statement = late.createStatement()) {
      statement.execute("select pg_current_xact_id()");
      rows.ended(batch, 1, 2);
      assertFalse(newest().place().isInLaterRowThan(Place.START));
      rows.end(batch, "completed");

      assertEquals(List.of(1, 2), all(Place.START, 1));
      assertTrue(newest().ended());
      assertTrue(newest().place().isInLaterRowThan(Place.START));
    }
  }

  @Test
  void manyCommitsAtATimeAreEachReadOnce()
      throws SQLException, ExecutionException, InterruptedException {
    int writers = 8;
    int each = 60;
    List<Integer> read = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        int first = writer * each;
        running.add(threads.submit(() -> commit(first, each)));
      }
      Place place = Place.START;
      while (!running.stream().allMatch(Future::isDone)) {
        Stretch stretch = endings.read(batch, place, 7);
        read.addAll(list(stretch));
        place = stretch.end();
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      rows.end(batch, "completed");
      read.addAll(all(place, 7));
    }
    assertEquals(writers * each, read.size());
    assertEquals(writers * each, new HashSet<>(read).size());
    assertEquals(read, all(Place.START, 1000), "the order never changes");
  }

  @Test
  void thePlaceBehindALineIsFoundByItsJob() {
    List<UUID> jobs =
        IntStream.range(0, 4).mapToObj(n -> rows.line(batch, n, JobState.CANCELLED)).toList();
    rows.ended(batch, 3, 0);
    rows.ended(batch, 2);
    readable(Place.START, 3);

    assertEquals(List.of(0, 2), all(behind(jobs.get(3)), 10));
    assertEquals(List.of(2), all(behind(jobs.get(0)), 10));
    assertEquals(List.of(), all(behind(jobs.get(2)), 10));
    assertEquals(Optional.empty(), endings.behind(batch, jobs.get(1)), "not ended");
    assertEquals(Optional.empty(), endings.behind(rows.batch("default"), jobs.get(3)));
    assertEquals(Optional.empty(), endings.behind(batch, UUID.randomUUID()));
  }

  @Test
  void theNewestEndingsOfSeveralBatchesAreFoundTogether() {
    rows.ended(batch, 1);
    readable(Place.START, 1);
    Place first = newest().place();
    rows.ended(batch, 2);
    readable(Place.START, 2);
    UUID idle = rows.batch("default");

    List<Newest> found = endings.newest(List.of(batch, idle, UUID.randomUUID()));
    assertEquals(2, found.size());
    assertTrue(newest().place().isInLaterRowThan(first));
    assertFalse(newest().place().isInLaterRowThan(newest().place()));
    assertTrue(found.contains(new Newest(idle, false, Place.START)));
  }

  @Test
  void theProgressIsThatOfTheTenantsOwnBatches() {
    assertEquals(
        Optional.of(new Progress("in_progress", false)),
        endings.progress(StoreFixture.caller("default"), batch));
    rows.end(batch, "cancelled");
    assertEquals(
        Optional.of(new Progress("cancelled", true)),
        endings.progress(StoreFixture.caller("default"), batch));
    assertEquals(Optional.empty(), endings.progress(StoreFixture.caller("other"), batch));
  }

  /** Autovacuum may have a transaction open, too. */
  private Stretch readable(Place from, int lines) {
    return await()
        .until(() -> endings.read(batch, from, 10), found -> found.lines().length == lines);
  }

  private Newest newest() {
    return endings.newest(List.of(batch)).getFirst();
  }

  private Place behind(UUID job) {
    return endings.behind(batch, job).orElseThrow();
  }

  private List<Integer> all(Place from, int limit) {
    List<Integer> all = new ArrayList<>();
    Stretch stretch = endings.read(batch, from, limit);
    while (!stretch.isEmpty()) {
      assertTrue(stretch.lines().length <= limit);
      all.addAll(list(stretch));
      stretch = endings.read(batch, stretch.end(), limit);
    }
    return all;
  }

  private static List<Integer> list(Stretch stretch) {
    return Arrays.stream(stretch.lines()).boxed().toList();
  }

  private Void commit(int first, int lines) throws SQLException {
    try (Connection connection = begun()) {
      for (int line = first; line < first + lines; line++) {
        BatchRows.ended(connection, batch, line);
        if (ThreadLocalRandom.current().nextInt(3) > 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
    return null;
  }

  private Connection begun() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }
}
