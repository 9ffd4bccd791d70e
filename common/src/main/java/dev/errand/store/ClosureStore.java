package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;

/** Closed lanes and models, whose jobs are not claimed for a while. */
@ApplicationScoped
public class ClosureStore {

  private static final String CLOSE_LANE =
      """
      insert into lane_closure as c (lane, closed_until, reason)
      values (?, now() + ? * interval '1 ms', ?)
      on conflict (lane) do update
      set closed_until = excluded.closed_until, reason = excluded.reason
      where c.closed_until < excluded.closed_until
      """;

  private static final String OPEN_LANE = "delete from lane_closure where lane = ? and reason = ?";

  /** Clients choose the names of models: closures that have long expired are deleted. */
  private static final String CLOSE_MODEL =
      """
      with forgotten as (
        delete from model_closure where (lane, model) in (
          select lane, model from model_closure where closed_until < now() - interval '1 hour'
          limit 100 for update skip locked)
      )
      insert into model_closure as c (lane, model, closed_until, reason)
      values (?, ?, now() + ? * interval '1 ms', ?)
      on conflict (lane, model) do update
      set closed_until = excluded.closed_until, reason = excluded.reason
      where c.closed_until < excluded.closed_until
      """;

  private static final String MODELS =
      """
      select lane, model, closed_until, reason from model_closure
      where closed_until > now()
      order by lane, model
      limit ?
      """;

  private final Database database;

  @Inject
  public ClosureStore(Database database) {
    this.database = database;
  }

  /** Closes a lane for a while; never shortens a closure. */
  public void closeLane(String lane, Duration pause, String reason) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLOSE_LANE)) {
            statement.setString(1, lane);
            statement.setLong(2, pause.toMillis());
            statement.setString(3, reason);
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

  /** Closes a model in a lane for a while; never shortens a closure. */
  public void closeModel(String lane, String model, Duration pause, String reason) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLOSE_MODEL)) {
            statement.setString(1, lane);
            statement.setString(2, model);
            statement.setLong(3, pause.toMillis());
            statement.setString(4, reason);
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
                        row.getString(4)));
          }
        });
  }
}
