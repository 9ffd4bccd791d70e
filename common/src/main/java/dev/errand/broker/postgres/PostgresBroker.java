package dev.errand.broker.postgres;

import dev.errand.broker.Broker;
import dev.errand.broker.BrokerKind;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.database.Database;
import dev.errand.database.Notifications;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates the Postgres adapter. */
@ApplicationScoped
class PostgresBroker implements Broker {

  private final Database database;
  private final Notifications notifications;
  private final HintJson json;
  private final HintMetrics metrics;

  @Inject
  PostgresBroker(
      Database database, Notifications notifications, HintJson json, HintMetrics metrics) {
    this.database = database;
    this.notifications = notifications;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public BrokerKind kind() {
    return BrokerKind.POSTGRES;
  }

  @Override
  public HintPublisher publisher() {
    return new PostgresHintPublisher(database, json, metrics);
  }

  @Override
  public HintSource source() {
    return new PostgresHintSource(notifications, json, metrics);
  }
}
