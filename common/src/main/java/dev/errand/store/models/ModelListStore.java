package dev.errand.store.models;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask a provider for its models, and what came of it. Of all workers that want to ask at
 * one time the row lets one; if it dies, the next may once the interval is over.
 */
@ApplicationScoped
public class ModelListStore {

  /**
   * Also where it was asked in the future: somebody has set the database's clock back. The clock is
   * read after the row is locked; now() is the statement's start, and who has waited for another
   * worker would find that one's time in its future.
   */
  private static final String BEGIN =
      """
      insert into provider_models as p (provider, asked_at) values (?, clock_timestamp())
      on conflict (provider) do update set asked_at = excluded.asked_at
      where p.asked_at not between clock_timestamp() - ? * interval '1 ms' and clock_timestamp()
      returning asked_at, outcome
      """;

  private static final String END =
      """
      update provider_models
      set checked_at = now(), outcome = ?, listed_at = now(), models = ?, complete = ?
      where provider = ? and asked_at = ?
      """;

  private static final String FAIL =
      """
      update provider_models set checked_at = now(), outcome = ?
      where provider = ? and asked_at = ?
      """;

  private static final String ALL =
      """
      select provider, checked_at, outcome, models, complete from provider_models
      where provider = any (?) and checked_at is not null
      order by provider
      """;

  private final Database database;

  @Inject
  public ModelListStore(Database database) {
    this.database = database;
  }

  /**
   * Lets the caller ask a provider, unless anybody began to within the pause.
   *
   * @param pause at least so long since the last asking
   */
  public Optional<Asking> begin(String provider, Duration pause) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setString(1, provider);
            statement.setLong(2, pause.toMillis());
            return Rows.first(
                statement,
                row ->
                    new Asking(
                        provider,
                        Rows.instant(row, "asked_at"),
                        Optional.ofNullable(row.getString("outcome")).map(Listing::of)));
          }
        });
  }

  /**
   * Records a list, unless somebody else has begun to ask since.
   *
   * @param list empty where the provider has none
   */
  public void end(Asking asking, Optional<ModelList> list) {
    Listing listing = list.isPresent() ? Listing.LISTED : Listing.NO_LIST;
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, listing.text());
            statement.setArray(
                2,
                list.isPresent()
                    ? connection.createArrayOf("text", list.get().models().toArray())
                    : null);
            statement.setBoolean(3, list.map(ModelList::complete).orElse(true));
            name(statement, 4, asking);
            return statement.executeUpdate();
          }
        });
  }

  /** Records that the provider gave no list; the one before stays. */
  public void fail(Asking asking, Listing why) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(FAIL)) {
            statement.setString(1, why.text());
            name(statement, 2, asking);
            return statement.executeUpdate();
          }
        });
  }

  private static void name(PreparedStatement statement, int first, Asking asking)
      throws SQLException {
    statement.setString(first, asking.provider());
    statement.setObject(first + 1, asking.at().atOffset(ZoneOffset.UTC));
  }

  /** What is known of these providers, by name; those that were never asked are left out. */
  public List<ProviderModels> of(Collection<String> providers) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.setArray(1, connection.createArrayOf("text", providers.toArray()));
            return Rows.all(statement, ModelListStore::known);
          }
        });
  }

  private static ProviderModels known(ResultSet row) throws SQLException {
    Array models = row.getArray("models");
    return new ProviderModels(
        row.getString("provider"),
        Rows.instant(row, "checked_at"),
        Listing.of(row.getString("outcome")),
        models == null
            ? Optional.empty()
            : Optional.of(
                new ModelList(List.of((String[]) models.getArray()), row.getBoolean("complete"))));
  }
}
