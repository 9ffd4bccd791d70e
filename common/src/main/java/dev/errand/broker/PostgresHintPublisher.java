package dev.errand.broker;

import dev.errand.database.Database;
import dev.errand.database.DatabaseException;
import io.micrometer.core.instrument.Counter;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.OptionalLong;

/** Announces hints with NOTIFY: all who listen to the pool's channel get each of them. */
final class PostgresHintPublisher implements HintPublisher {

  private static final String NOTIFY =
      """
      select pg_notify(?, p) from unnest(?::text[]) p
      """;

  private final Database database;
  private final HintJson json;
  private final Counter published;
  private volatile boolean connected = true;

  PostgresHintPublisher(Database database, HintJson json, HintMetrics metrics) {
    this.database = database;
    this.json = json;
    this.published = metrics.published(BrokerKind.POSTGRES);
    metrics.connected("publish", this::connected);
  }

  @Override
  public void publish(String pool, List<Hint> hints) {
    if (hints.isEmpty()) {
      return;
    }
    try {
      send(PostgresChannel.of(pool), hints.stream().map(json::write).toArray(String[]::new));
    } catch (DatabaseException e) {
      connected = false;
      throw new BrokerUnavailableException(
          "Postgres did not take %d hints; the dispatcher makes up for them"
              .formatted(hints.size()),
          e);
    }
    connected = true;
    published.increment(hints.size());
  }

  private void send(String channel, String[] payloads) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setString(1, channel);
            statement.setArray(2, connection.createArrayOf("text", payloads));
            return statement.execute();
          }
        });
  }

  /** Empty: a notification is heard at once or never. */
  @Override
  public OptionalLong waiting(String pool) {
    return OptionalLong.empty();
  }

  /** Whether the last publication reached Postgres. */
  @Override
  public boolean connected() {
    return connected;
  }
}
