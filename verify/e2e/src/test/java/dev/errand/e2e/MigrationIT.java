package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.rig.ServiceProcess;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Migrations as a separate step, as the Helm chart runs them. */
class MigrationIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String UNMIGRATED = "without its tables: no migration has run";

  private static final String WAIT = "ERRAND_DATABASE_MIGRATE_WAIT";

  private final String database = EmbeddedDatabase.freshDatabase();

  @Test
  void servicesWaitForAMigrationThatEndsByItself() {
    try (ServiceProcess api = Packaging.start("api-service", "migration-api", waiting(database));
        ServiceProcess worker =
            Packaging.start("worker-service", "migration-worker", waiting(database))) {
      await("api").atMost(SOON).until(() -> api.output().contains(UNMIGRATED));
      await("worker").atMost(SOON).until(() -> worker.output().contains(UNMIGRATED));
      assertEquals(503, firstStatus(api, "/q/health/ready"));
      assertEquals(503, firstStatus(worker, "/q/health/started"));

      assertEquals(0, migrate(database, "migration"));

      api.awaitReady();
      worker.awaitReady();
    }
  }

  @Test
  void aMigrationThatFailsEndsWithAnError() {
    String nowhere = database.replaceAll("localhost:\\d+", "localhost:1");
    assertTrue(nowhere.contains("localhost:1/"), nowhere);

    assertNotEquals(0, migrate(nowhere, "migration-failed", Map.of(WAIT, "2S")));
  }

  @Test
  void aMigrationWaitsForItsDatabase() {
    try (TcpProxy network = TcpProxy.inFrontOf(database)) {
      network.refuse();
      Map<String, String> environment =
          Map.of("ERRAND_DATABASE_URL", network.url(database), "QUARKUS_INIT_AND_EXIT", "true");
      try (ServiceProcess migration =
          Packaging.start("api-service", "migration-waits", environment)) {
        await("waiting")
            .atMost(SOON)
            .until(() -> migration.output().contains("waiting for Postgres, up to PT1M"));
        network.restore();
        assertEquals(0, migration.awaitEnd());
      }
    }
  }

  @Test
  void aForeignSchemaIsNotMigratedButASeparateOneIs() throws SQLException {
    try (Connection others = DriverManager.getConnection(database)) {
      others.createStatement().execute("create table invoice (id int)");
    }

    assertNotEquals(0, migrate(database, "migration-foreign"));
    assertEquals(0, migrate(database + "&currentSchema=errand", "migration-own-schema"));
  }

  @Test
  void anApiThatStartsBeforeItsDatabaseIsReadyOnceThatIsThere() {
    try (TcpProxy network = TcpProxy.inFrontOf(database)) {
      network.refuse();
      Map<String, String> environment = Map.of("ERRAND_DATABASE_URL", network.url(database));
      try (ServiceProcess api = Packaging.start("api-service", "early-api", environment)) {
        assertEquals(503, firstStatus(api, "/q/health/ready"));
        network.restore();
        api.awaitReady();
      }
    }
  }

  /** The state of the first response: a service checks its database before it listens. */
  private static int firstStatus(ServiceProcess service, String path) {
    return await().atMost(SOON).until(() -> service.status(path), status -> status != 0);
  }

  private static Map<String, String> waiting(String database) {
    return Map.of("ERRAND_DATABASE_URL", database, "ERRAND_DATABASE_MIGRATE", "false");
  }

  private static int migrate(String database, String name) {
    return migrate(database, name, Map.of());
  }

  private static int migrate(String database, String name, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("ERRAND_DATABASE_URL", database);
    environment.put("QUARKUS_INIT_AND_EXIT", "true");
    try (ServiceProcess migration = Packaging.start("api-service", name, environment)) {
      return migration.awaitEnd();
    }
  }
}
