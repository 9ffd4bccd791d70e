package dev.errand.broker.postgres;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.broker.HeardHints;
import dev.errand.broker.Hint;
import dev.errand.broker.HintBrokerConformanceTest;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.database.Database;
import dev.errand.database.DatabaseAddress;
import dev.errand.database.Notifications;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.TestedTimeouts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresHintBrokerTest extends HintBrokerConformanceTest {

  private final String url = EmbeddedDatabase.freshDatabase();
  private final TcpProxy proxy = TcpProxy.inFrontOf(url);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HintMetrics metrics = new HintMetrics(registry);
  private final HintJson json = new HintJson(new ObjectMapper());
  private final List<Notifications> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Notifications::close);
    proxy.close();
  }

  @Override
  protected HintPublisher publisher() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(proxy.url(url));
    return new PostgresHintPublisher(
        new Database(dataSource, 10, TestedTimeouts.defaults()), json, metrics);
  }

  @Override
  protected HintSource source() {
    Notifications notifications = new Notifications(DatabaseAddress.of(proxy.url(url)));
    opened.add(notifications);
    return new PostgresHintSource(notifications, json, metrics);
  }

  @Override
  protected TcpProxy proxy() {
    return proxy;
  }

  @Override
  protected boolean keepsHints() {
    return false;
  }

  @Test
  void everySourceOfAPoolHearsEveryHint() {
    HeardHints one = hear(POOL, 1);
    HeardHints two = hear(POOL, 1);
    List<Hint> hints = hints(20);
    publisher().publish(POOL, hints);
    await().until(() -> one.hints().equals(hints) && two.hints().equals(hints));
  }

  @Test
  void theJobsThatHintsTellOfAreCountedAndTheirMessages() {
    HeardHints heard = hear(POOL, 1);
    publisher()
        .publish(
            POOL,
            List.of(
                new Hint("lane", UUID.randomUUID(), 1), new Hint("lane", UUID.randomUUID(), 5)));
    await().until(() -> heard.hints().size() == 2);
    assertEquals(6, count("errand.hints.published"));
    assertEquals(2, count("errand.hints.messages.published"));
    assertEquals(6, count("errand.hints.received"));
    assertEquals(2, count("errand.hints.messages.received"));
    assertEquals(1, registry.get("errand.broker.connected").tag("side", "consume").gauge().value());
  }

  @Test
  void aPoolOfAnyNameFitsAChannel() {
    String pool = "a pool with a long name, longer than any that Postgres has channels for: é";
    assertTrue(PostgresChannel.of(pool).getBytes(StandardCharsets.UTF_8).length <= 63);
    HeardHints heard = hear(pool, 1);
    List<Hint> hints = hints(1);
    publisher().publish(pool, hints);
    await().until(() -> heard.hints().equals(hints));
  }

  private double count(String name) {
    return registry.get(name).counter().count();
  }
}
