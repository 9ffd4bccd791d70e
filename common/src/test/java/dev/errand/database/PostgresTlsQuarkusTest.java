package dev.errand.database;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.TlsPostgres;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With {@code sslmode=verify-full}, against the server of {@link TlsPostgres}. */
@QuarkusTest
@WithTestResource(TlsPostgres.class)
class PostgresTlsQuarkusTest {

  private static final String UNTRUSTED = "unable to find valid certification path";

  @Inject AgroalDataSource pool;
  @Inject Notifications notifications;

  TlsPostgres postgres;

  /** The server accepts no other connections, so the migrations' is encrypted, too. */
  @Test
  void migrationsPoolAndNotificationsHaveEncryptedConnections() throws SQLException {
    notifications.listen("tested", _ -> {});
    await().atMost(Duration.ofSeconds(30)).until(notifications::connected);
    assertEquals(
        List.of("errand notifications true", "pool true"),
        ask(
            """
            select distinct case application_name when 'errand notifications' then application_name else 'pool' end
                   || ' ' || ssl
            from pg_stat_activity join pg_stat_ssl using (pid)
            where datname = current_database()
            order by 1
            """));
    assertEquals(List.of("job"), ask("select relname::text from pg_class where relname = 'job'"));
  }

  @Test
  void aServerWithAnotherCaIsRejected() {
    assertRefused(postgres.url("localhost", postgres.stranger()), UNTRUSTED);
  }

  @Test
  void aServerWithAnotherNameIsRejected() {
    assertRefused(postgres.url("127.0.0.1", postgres.known()), "127.0.0.1");
  }

  @Test
  void aNewCaAppliesToTheNextConnection() {
    Path trusted = postgres.stranger();
    String url = postgres.url("localhost", trusted);
    assertRefused(url, UNTRUSTED);
    Notifications listener = new Notifications(DatabaseAddress.of(url));
    try {
      listener.listen("tested", _ -> {});
      postgres.rotate(trusted);
      await().atMost(Duration.ofSeconds(20)).until(listener::connected);
    } finally {
      listener.close();
    }
  }

  private static void assertRefused(String url, String why) {
    Throwable root = assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertTrue(root.getMessage().contains(why), root.toString());
  }

  private List<String> ask(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
