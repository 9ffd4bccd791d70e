package dev.errand.store.usage;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.TimeBuckets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;

/**
 * Folds the usage that endings wrote into that of hours, and deletes what is old. Each call is one
 * commit of at most {@code limit} rows and skips rows that are locked by others, so that it may be
 * interrupted at any point and replicas share the work.
 */
@ApplicationScoped
public class UsageStore {

  /**
   * Hours are written in one order, so that replicas cannot block each other. What belongs to a
   * tenant that is gone is dropped.
   */
  static final String FOLD =
      """
      with taken as (
        delete from usage_ending
        where (tenant, id) in (
          select tenant, id from usage_ending
          order by tenant, id
          limit ?
          for update skip locked)
        returning *
      ), counted as (
        select t.tenant, t.hour, t.api_key, t.lane, t.model, t.outcome, t.jobs, t.attempts,
          t.input_tokens, t.output_tokens, t.without_usage, t.cost, t.without_price, <waited> as waited, <ran> as ran
        from taken t
        where exists (select from tenant where name = t.tenant)
      ), folded as (
        insert into usage_hour as u (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, cost, without_price, waited, ran)
        select tenant, hour, api_key, lane, model, outcome, sum(jobs), sum(attempts),
          sum(input_tokens), sum(output_tokens), sum(without_usage), sum(cost), sum(without_price),
          <all waited>::int4[], <all ran>::int4[]
        from counted
        group by tenant, hour, api_key, lane, model, outcome
        order by tenant, hour, api_key, lane, model, outcome
        on conflict (tenant, hour, api_key, lane, model, outcome) do update
        set jobs = u.jobs + excluded.jobs, attempts = u.attempts + excluded.attempts,
          input_tokens = u.input_tokens + excluded.input_tokens,
          output_tokens = u.output_tokens + excluded.output_tokens,
          without_usage = u.without_usage + excluded.without_usage,
          cost = u.cost + excluded.cost,
          without_price = u.without_price + excluded.without_price,
          waited = <more waited>, ran = <more ran>
      )
      select count(*) from taken
      """
          .replace("<waited>", TimeBuckets.counts("t.waited"))
          .replace("<ran>", TimeBuckets.counts("t.ran"))
          .replace("<all waited>", TimeBuckets.sums("waited"))
          .replace("<all ran>", TimeBuckets.sums("ran"))
          .replace("<more waited>", TimeBuckets.plus("u.waited", "excluded.waited"))
          .replace("<more ran>", TimeBuckets.plus("u.ran", "excluded.ran"));

  static final String PURGE =
      """
      with gone as (
        delete from usage_hour
        where (tenant, hour, api_key, lane, model, outcome) in (
          select tenant, hour, api_key, lane, model, outcome from usage_hour
          where hour < now() - ? * interval '1 ms'
          order by hour
          limit ?
          for update skip locked)
        returning hour
      )
      select count(*) from gone
      """;

  /** Nothing of a tenant that is not deleted: there may already be another one of the name. */
  static final String ERASE =
      """
      with doomed as materialized (
        select name from tenant where name = ? and deleted_at is not null
      ), hours as (
        delete from usage_hour
        where (tenant, hour, api_key, lane, model, outcome) in (
          select tenant, hour, api_key, lane, model, outcome from usage_hour
          where tenant = (select name from doomed)
          limit ?
          for update skip locked)
        returning hour
      ), endings as (
        delete from usage_ending
        where (tenant, id) in (
          select tenant, id from usage_ending
          where tenant = (select name from doomed)
          limit ?
          for update skip locked)
        returning id
      )
      select greatest((select count(*) from hours), (select count(*) from endings))
      """;

  private final Database database;

  @Inject
  public UsageStore(Database database) {
    this.database = database;
  }

  /** Folds what endings wrote, that of {@code limit} groups of jobs; returns of how many. */
  public int fold(int limit) {
    return count(FOLD, limit);
  }

  /** Deletes hours that began longer ago than {@code age}; returns how many rows they had. */
  public int purge(Duration age, int limit) {
    return count(PURGE, age.toMillis(), limit);
  }

  /**
   * Erases the usage of a deleted tenant, {@code limit} rows of each of its tables; returns how
   * many rows of one of them.
   */
  public int erase(String tenant, int limit) {
    return count(ERASE, tenant, limit, limit);
  }

  private int count(String sql, Object... parameters) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Rows.bind(statement, List.of(parameters));
            return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
          }
        });
  }
}
