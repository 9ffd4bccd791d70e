package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.lane.Closings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Closed lanes and models, whose jobs are not claimed for a while. */
@ApplicationScoped
public class ClosureStore {

  /**
   * What an earlier closure becomes. Closures are counted until none has been in force for an hour,
   * or the lane is opened because its provider works again.
   */
  private static final String AGAIN =
      """
      update
      set closed_until = excluded.closed_until, reason = excluded.reason, job = excluded.job,
        closures = case when <recent> then c.closures + 1 else 1 end,
        since = case when <recent> then coalesce(c.since, now()) else now() end,
        by_job = case when <recent> and c.job = excluded.job then c.by_job + 1 else 1 end
      where c.closed_until < excluded.closed_until
      """
          .replace("<recent>", "c.closed_until > now() - interval '1 hour'");

  private static final String CLOSE_LANE =
      """
      insert into lane_closure as c (lane, closed_until, reason, since, job)
      values (?, now() + ? * interval '1 ms', ?, now(), ?)
      on conflict (lane) do <again>
      """
          .replace("<again>", AGAIN);

  private static final String OPEN_LANE = "delete from lane_closure where lane = ? and reason = ?";

  /** Clients choose the names of models: closures that have long expired are deleted. */
  private static final String CLOSE_MODEL =
      """
      with forgotten as (
        delete from model_closure where (lane, model) in (
          select lane, model from model_closure
          where closed_until < now() - interval '1 hour' and (lane, model) <> (?, ?)
          limit 100 for update skip locked)
      )
      insert into model_closure as c (lane, model, closed_until, reason, since, job)
      values (?, ?, now() + ? * interval '1 ms', ?, now(), ?)
      on conflict (lane, model) do <again>
      """
          .replace("<again>", AGAIN);

  private static final String MODELS =
      """
      select lane, model, closed_until, reason, closures, since, job, by_job from model_closure
      where closed_until > now()
      order by lane, model
      limit ?
      """;

  private final Database database;

  @Inject
  public ClosureStore(Database database) {
    this.database = database;
  }

  /**
   * Closes a lane for a while; never shortens a closure.
   *
   * @param job whose call caused it
   */
  public void closeLane(String lane, Duration pause, String reason, UUID job) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLOSE_LANE)) {
            statement.setString(1, lane);
            statement.setLong(2, pause.toMillis());
            statement.setString(3, reason);
            statement.setObject(4, job);
            return statement.executeUpdate();
          }
        });
  }

  /** Opens a lane that is closed for this reason. */
  public void openLane(String lane, String reason) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OPEN_LANE)) {
            statement.setString(1, lane);
            statement.setString(2, reason);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Closes a model in a lane for a while; never shortens a closure.
   *
   * @param job whose call caused it
   */
  public void closeModel(String lane, String model, Duration pause, String reason, UUID job) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLOSE_MODEL)) {
            statement.setString(1, lane);
            statement.setString(2, model);
            statement.setString(3, lane);
            statement.setString(4, model);
            statement.setLong(5, pause.toMillis());
            statement.setString(6, reason);
            statement.setObject(7, job);
            return statement.executeUpdate();
          }
        });
  }

  /** The closed models, by lane and name. */
  public List<ModelClosure> models(int limit) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(MODELS)) {
            statement.setInt(1, limit);
            return Rows.all(
                statement,
                row ->
                    new ModelClosure(
                        row.getString(1),
                        row.getString(2),
                        Rows.instant(row, "closed_until"),
                        row.getString("reason"),
                        new Closings(
                            row.getInt("closures"),
                            Optional.ofNullable(Rows.instantOrNull(row, "since")),
                            Optional.ofNullable(row.getObject("job", UUID.class)),
                            row.getInt("by_job"))));
          }
        });
  }
}
