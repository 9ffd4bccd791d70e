package dev.errand.store;

import dev.errand.database.Columns;
import dev.errand.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The workers' moves: claiming jobs, extending leases, ending attempts. */
@ApplicationScoped
public class LeaseStore {

  /**
   * Skips rows that are locked: they are being ended, and waiting for them while holding others
   * could deadlock with the batch that ends them. The worker's own row is written with it, so that
   * it costs no round trip; those of workers that died are deleted.
   */
  static final String EXTEND =
      """
      with seen as (
        insert into worker (name, pool, version, slots, calls, held_back, draining, started_at,
          seen_at, due_at)
        values (?, ?, ?, ?, ?, ?, ?, now(), now(), now() + ? * interval '1 ms')
        on conflict (name) do update
        set calls = excluded.calls, held_back = excluded.held_back, draining = excluded.draining,
          seen_at = excluded.seen_at, due_at = excluded.due_at
      ), forgotten as (
        delete from worker where name in (
          select name from worker
          where seen_at < now() - interval '1 hour' and name <> ?
          limit 100
          for update skip locked)
      ), held as materialized (
        select j.id from job j
        join unnest(?::uuid[], ?::int[]) as h (id, attempt) using (id, attempt)
        where j.lease_owner = ?
        for update of j skip locked
      )
      update job
      set lease_until = now() + ? * interval '1 ms'
      where id = any (array(select id from held))
      returning id, attempt
      """;

  private static final String LEAVE = "delete from worker where name = ?";

  private final Database database;

  @Inject
  public LeaseStore(Database database) {
    this.database = database;
  }

  /** Claims the best queued jobs of open lanes and models. */
  public List<ClaimedJob> claim(
      String worker, Duration lease, Map<String, Integer> slots, long bytes) {
    return claim(worker, lease, slots, List.of(), bytes);
  }

  /**
   * Claims the best queued jobs of open lanes and models.
   *
   * @param slots maximum number of jobs for each lane
   * @param limits limits of models of which fewer may be claimed
   * @param bytes the bytes of bodies after which no further job is taken; the last job may exceed
   *     them
   */
  public List<ClaimedJob> claim(
      String worker,
      Duration lease,
      Map<String, Integer> slots,
      List<ModelLimit> limits,
      long bytes) {
    return database.statement(
        connection -> Claim.run(connection, worker, lease, slots, limits, bytes));
  }

  /**
   * Extends leases, and returns those that the worker still holds and is not about to end; records
   * what the worker says of itself.
   */
  public Set<Lease> extend(WorkerBeat beat, Duration lease, Collection<Lease> leases) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXTEND)) {
            int next =
                new Columns<>(statement, List.copyOf(leases), seen(statement, beat, lease))
                    .add("uuid", Lease::job)
                    .add("int4", Lease::attempt)
                    .next();
            statement.setString(next, beat.worker());
            statement.setLong(next + 1, lease.toMillis());
            return leases(statement.executeQuery());
          }
        });
  }

  /** Forgets a worker that stops. */
  public void leave(String worker) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
            statement.setString(1, worker);
            return statement.executeUpdate();
          }
        });
  }

  /** Sets the parameters of the worker's row; returns the next one. */
  private static int seen(PreparedStatement statement, WorkerBeat beat, Duration lease)
      throws SQLException {
    statement.setString(1, beat.worker());
    statement.setString(2, beat.pool());
    statement.setString(3, beat.version());
    statement.setInt(4, beat.slots());
    statement.setInt(5, beat.calls());
    statement.setArray(
        6, statement.getConnection().createArrayOf("text", beat.heldBack().toArray()));
    statement.setBoolean(7, beat.draining());
    statement.setLong(8, lease.toMillis());
    statement.setString(9, beat.worker());
    return 10;
  }

  /**
   * Ends attempts and moves their jobs in one commit, and returns the result of each in the same
   * order: a worker that no longer holds the lease changes nothing. If an end is repeated because
   * the response to the first report was lost, it counts as recorded if it was recorded then.
   */
  public List<EndFate> end(String worker, List<AttemptEnd> ends) {
    return database.statement(connection -> AttemptEnds.record(connection, worker, ends));
  }

  /** Reads leases from rows that start with a job and the number of its attempt. */
  static Set<Lease> leases(ResultSet rows) throws SQLException {
    Set<Lease> leases = new HashSet<>();
    while (rows.next()) {
      leases.add(new Lease(rows.getObject(1, UUID.class), rows.getInt(2)));
    }
    return leases;
  }
}
