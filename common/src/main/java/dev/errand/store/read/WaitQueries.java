package dev.errand.store.read;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.read.WaitFacts.Pace;
import dev.errand.store.read.WaitFacts.Stop;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Queries why queued jobs wait, at a cost that does not grow with their number. */
@ApplicationScoped
public class WaitQueries {

  static final String STOPS =
      """
      (select lane, null::text as model, paused_by, paused_until as until, reason from lane_pause
        where coalesce(paused_until > now(), true) limit 1000)
      union all
      (select lane, null, null, closed_until, reason from lane_closure
        where closed_until > now() limit 1000)
      union all
      (select lane, model, null, closed_until, reason from model_closure
        where closed_until > now() limit 1000)
      """;

  /** Jobs are only counted if there are limits, as claims do it. */
  static final String FULL =
      """
      with most as materialized (
        select name as tenant, null::text as key, running from tenant where running is not null
        union all
        select tenant, id, running from api_key where running is not null
      ), running as materialized (
        select tenant, api_key as key, count(*) as calls from job
        where state = 'running' and exists (select from most)
        group by tenant, api_key
      )
      select m.tenant, m.key from most m
      where m.running <= coalesce((
        select sum(r.calls) from running r
        where r.tenant = m.tenant and (m.key is null or r.key = m.key)), 0)
      """;

  static final String PACES =
      """
      select lane, count(*),
        floor(extract(epoch from avg(now() - started_at)) * 1000)::int8 as elapsed
      from (select lane, started_at from job where state = 'running' limit 10000) running
      group by lane
      """;

  static final String KEY = "select api_key from job where id = ? and tenant = ?";

  private static final int MOST_WORKERS = 1_000;

  private final Database database;
  private final WorkerQueries workers;

  @Inject
  public WaitQueries(Database database, WorkerQueries workers) {
    this.database = database;
    this.workers = workers;
  }

  /** Why jobs wait now. */
  public WaitFacts facts() {
    List<WorkerSeen> responding =
        workers.workers(MOST_WORKERS).stream().filter(WorkerSeen::responds).toList();
    return database.read(connection -> facts(connection, responding));
  }

  /** The id of the key that submitted a job; empty if none is recorded. */
  public Optional<String> key(Caller caller, UUID job) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(KEY)) {
            statement.setObject(1, job);
            statement.setString(2, caller.tenant());
            ResultSet row = statement.executeQuery();
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
          }
        });
  }

  private static WaitFacts facts(Connection connection, List<WorkerSeen> workers)
      throws SQLException {
    Set<String> tenants = new HashSet<>();
    Set<String> keys = new HashSet<>();
    full(connection, tenants, keys);
    try (PreparedStatement stops = connection.prepareStatement(STOPS)) {
      return new WaitFacts(
          Rows.all(stops, WaitQueries::stop), workers, tenants, keys, paces(connection));
    }
  }

  private static void full(Connection connection, Set<String> tenants, Set<String> keys)
      throws SQLException {
    try (PreparedStatement full = connection.prepareStatement(FULL)) {
      ResultSet rows = full.executeQuery();
      while (rows.next()) {
        String key = rows.getString("key");
        if (key == null) {
          tenants.add(rows.getString("tenant"));
        } else {
          keys.add(key);
        }
      }
    }
  }

  private static Map<String, Pace> paces(Connection connection) throws SQLException {
    Map<String, Pace> paces = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PACES)) {
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        Duration elapsed = Duration.ofMillis(Math.max(0, rows.getLong("elapsed")));
        paces.put(rows.getString("lane"), new Pace(rows.getLong(2), elapsed));
      }
    }
    return paces;
  }

  private static Stop stop(ResultSet row) throws SQLException {
    return new Stop(
        row.getString("lane"),
        Optional.ofNullable(row.getString("model")),
        Optional.ofNullable(row.getString("paused_by")),
        Optional.ofNullable(Rows.instantOrNull(row, "until")),
        row.getString("reason"));
  }
}
