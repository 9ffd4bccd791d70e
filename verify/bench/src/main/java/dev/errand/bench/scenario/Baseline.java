package dev.errand.bench.scenario;

import dev.errand.bench.stage.BenchDatabase;
import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Jobs;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures Postgres on this machine with naive clients: one row per statement, one statement per
 * commit, 64 concurrent clients, with the same driver.
 */
final class Baseline {

  private static final int CLIENTS = 64;

  private static final String TABLE =
      """
      create table if not exists bench_job (
        id uuid primary key, state text not null, created_at timestamptz not null default now(),
        body bytea not null, result bytea)
      """;
  private static final String INDEX =
      "create index if not exists bench_queued on bench_job (created_at) where state = 'queued'";
  private static final String INSERT =
      "insert into bench_job (id, state, body) values (?, 'queued', ?)";
  private static final String CLAIM =
      """
      update bench_job set state = 'running' where id = (
        select id from bench_job where state = 'queued' order by created_at limit 1
        for update skip locked)
      returning id, body
      """;
  private static final String FINISH =
      "update bench_job set state = 'succeeded', result = ? where id = ? and state = 'running'";

  private final BenchDatabase database;
  private final byte[] body = Jobs.job("sim", 1).toString().getBytes();
  private final byte[] result = new byte[500];

  Baseline(BenchDatabase database) {
    this.database = database;
  }

  /** What one client repeats; each statement commits. */
  @FunctionalInterface
  private interface Round {
    void on(Connection connection) throws SQLException;
  }

  /** Single-row inserts per second. */
  double inserts(int seconds) {
    return perSecond(seconds, this::insert);
  }

  /** Jobs per second, each inserted, claimed and finished. */
  double jobs(int seconds) {
    return perSecond(seconds, this::job);
  }

  private double perSecond(int seconds, Round round) {
    database.execute(TABLE);
    database.execute(INDEX);
    database.execute("truncate bench_job");
    LongAdder rounds = new LongAdder();
    AtomicReference<SQLException> failure = new AtomicReference<>();
    CountDownLatch ready = new CountDownLatch(CLIENTS);
    CountDownLatch go = new CountDownLatch(1);
    long[] end = new long[1];
    long began;
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        threads.submit(
            () -> {
              try (Connection connection = database.connect()) {
                ready.countDown();
                go.await();
                while (System.nanoTime() < end[0]) {
                  round.on(connection);
                  rounds.increment();
                }
              } catch (SQLException e) {
                failure.set(e);
                ready.countDown();
              }
              return null;
            });
      }
      ready.await();
      began = System.nanoTime();
      end[0] = began + seconds * 1_000_000_000L;
      go.countDown();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    double took = Clocks.secondsSince(began);
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    database.execute("truncate bench_job");
    return rounds.sum() / took;
  }

  private void insert(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, UUID.randomUUID());
      statement.setBytes(2, body);
      statement.executeUpdate();
    }
  }

  private void job(Connection connection) throws SQLException {
    insert(connection);
    UUID id;
    try (PreparedStatement statement = connection.prepareStatement(CLAIM);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return;
      }
      id = row.getObject(1, UUID.class);
    }
    try (PreparedStatement statement = connection.prepareStatement(FINISH)) {
      statement.setBytes(1, result);
      statement.setObject(2, id);
      statement.executeUpdate();
    }
  }
}
