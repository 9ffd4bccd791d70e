package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Ends batches all of whose lines have ended: their files are views, so nothing is copied. */
@ApplicationScoped
public class BatchSettlement {

  /**
   * A batch gets its files and its last status at once; a part without lines is no file. The
   * dispatcher may have expired its jobs before anybody has stopped it.
   */
  static final String SETTLE =
      """
      with settled as (
        update batch
        set status = case when stop is not null then stop
            when expires_at <= now() and exists (
              select from job_request r join job j on j.id = r.job_id
              where r.batch = batch.id and j.state = 'expired') then 'expired'
            else 'completed' end,
          ended_at = now(), finalizing_at = coalesce(finalizing_at, now()), worker = null,
          worker_until = null, succeeded = ?, input_tokens = ?, cached_tokens = ?,
          output_tokens = ?, reasoning_tokens = ?, output_file = ?, error_file = ?
        where id = ? and planned = total and ended_at is null
        returning id, tenant, status, output_seconds
      ), files as (
        insert into file (content, id, tenant, purpose, filename, bytes, created_at, expires_at,
          batch, part)
        select gen_random_uuid(), f.id, s.tenant, 'batch_output', f.filename, f.bytes, now(),
          now() + coalesce(s.output_seconds * interval '1 s', ? * interval '1 ms'), s.id, f.part
        from settled s cross join (values (?::uuid, ?::text, ?::bigint, 'output'),
          (?::uuid, ?::text, ?::bigint, 'error')) as f (id, filename, bytes, part)
        where f.id is not null
      )
      select status from settled
      """;

  private final Database database;

  @Inject
  public BatchSettlement(Database database) {
    this.database = database;
  }

  /**
   * A file to be: a view of the lines that it has.
   *
   * @param id empty if there are no lines
   */
  public record View(Optional<UUID> id, String filename, PartTotals totals) {}

  /**
   * Ends a batch.
   *
   * @param kept how long its files are kept, unless it says so itself
   * @return its last status; empty if it has ended before
   */
  public Optional<BatchStatus> settle(UUID batch, View output, View error, Duration kept) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(SETTLE)) {
            PartTotals totals = output.totals();
            statement.setInt(1, totals.lines());
            statement.setLong(2, totals.inputTokens());
            statement.setLong(3, totals.cachedTokens());
            statement.setLong(4, totals.outputTokens());
            statement.setLong(5, totals.reasoningTokens());
            statement.setObject(6, output.id().orElse(null));
            statement.setObject(7, error.id().orElse(null));
            statement.setObject(8, batch);
            statement.setLong(9, kept.toMillis());
            bind(statement, 10, output);
            bind(statement, 13, error);
            return Rows.first(statement, row -> BatchStatus.of(row.getString(1)));
          }
        });
  }

  private static void bind(PreparedStatement statement, int first, View view) throws SQLException {
    statement.setObject(first, view.id().orElse(null));
    statement.setString(first + 1, view.filename());
    statement.setLong(first + 2, view.totals().bytes());
  }
}
