package dev.errand.broker.postgres;

import dev.errand.broker.BrokerKind;
import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import dev.errand.database.Channel;
import dev.errand.database.Database;
import dev.errand.database.DatabaseException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.OptionalLong;

/** Publishes hints with NOTIFY: every listener of the pool's channel gets each of them. */
final class PostgresHintPublisher implements HintPublisher {

  private static final String NOTIFY =
      "select pg_notify(%s, p) from unnest(?::text[]) p, (select ?::text) as n (name)"
          .formatted(Channel.sql("name"));

  private final Database database;
  private final HintJson json;
  private final HintMetrics.Published published;
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
      send(PostgresChannel.of(pool), hints.stream().map(this::payload).toArray(String[]::new));
    } catch (DatabaseException e) {
      connected = false;
      throw new BrokerUnavailableException(
          "Postgres did not accept hints for %d jobs; the dispatcher sends them again"
              .formatted(Hint.jobs(hints)),
          e);
    }
    connected = true;
    published.add(hints);
  }

  private String payload(Hint hint) {
    return new String(json.write(hint), StandardCharsets.UTF_8);
  }

  private void send(String channel, String[] payloads) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setArray(1, connection.createArrayOf("text", payloads));
            statement.setString(2, channel);
            return statement.execute();
          }
        });
  }

  /** Empty: a notification is received immediately or never. */
  @Override
  public OptionalLong waiting(String pool) {
    return OptionalLong.empty();
  }

  /** Whether the last publication reached Postgres. */
  @Override
  public BrokerState state() {
    return BrokerState.of(connected);
  }
}
