package dev.errand.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

  private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__\\w+\\.sql");

  private final String database = EmbeddedDatabase.freshDatabase();

  @Test
  void theVersionIsThatOfTheNewestMigration() throws IOException, URISyntaxException {
    assertEquals(versions().getLast(), Schema.VERSION);
  }

  @Test
  void anEmptyDatabaseHasNoTables() throws SQLException {
    assertEquals(Optional.of("without its tables: no migration has run"), missing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table invoice (id int)",
        "create view answer as select 42",
        "create sequence number",
        "create table job (id int)",
        // Another application's history, and one with the baseline that Flyway proposes.
        "create table flyway_schema_history (version text, script text, success bool);"
            + " insert into flyway_schema_history values ('1', 'V1__users.sql', true),"
            + " ('2', 'V2__roles.sql', true), ('99', 'V99__more.sql', true)",
        "create table flyway_schema_history (version text, script text, success bool);"
            + " insert into flyway_schema_history values ('1', '<< Flyway Baseline >>', true)"
      })
  void aSchemaWithForeignTablesIsNotOurs(String others) throws SQLException {
    execute(others);

    String missing = missing().orElseThrow();

    assertTrue(
        missing.startsWith("the schema public contains tables that are not Errand's"), missing);
    assertTrue(missing.contains("?currentSchema=errand"), missing);
    try (Connection connection = DriverManager.getConnection(database)) {
      assertEquals(Optional.of(missing), Schema.foreign(connection));
    }
  }

  @Test
  void anEmptySchemaAndOurOwnTablesAreNotForeign() throws SQLException {
    execute("create extension if not exists plpgsql");
    try (Connection connection = DriverManager.getConnection(database)) {
      assertEquals(Optional.empty(), Schema.foreign(connection));
      migrate("1");
      assertEquals(Optional.empty(), Schema.foreign(connection));
    }
  }

  @Test
  void tablesOfAnOlderVersionMustBeMigrated() throws Exception {
    migrate(String.valueOf(versions().reversed().get(1)));

    assertEquals(Optional.of(older()), missing());
  }

  @Test
  void migratedTablesMissNothing() throws SQLException {
    migrate("latest");

    assertEquals(Optional.empty(), missing());
  }

  @Test
  void newerTablesMissNothing() throws SQLException {
    migrate("latest");
    execute(
        """
        insert into flyway_schema_history
        select 99, '99', description, type, script, checksum, installed_by, installed_on,
          execution_time, success
        from flyway_schema_history where version = '1'
        """);

    assertEquals(Optional.empty(), missing());
  }

  @Test
  void aMigrationThatFailedDoesNotCount() throws Exception {
    migrate("latest");
    execute(
        "update flyway_schema_history set success = false where version = '%d'"
            .formatted(Schema.VERSION));

    assertEquals(Optional.of(older()), missing());
  }

  /** The message for tables that lack the last migration. */
  private static String older() throws IOException, URISyntaxException {
    return "its tables have version %d, and this service needs version %d: migrate them"
        .formatted(versions().reversed().get(1), Schema.VERSION);
  }

  private static List<Integer> versions() throws IOException, URISyntaxException {
    Path migrations = Path.of(Schema.class.getResource("/db/migration").toURI());
    try (Stream<Path> files = Files.list(migrations)) {
      return files
          .map(file -> MIGRATION.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Integer.parseInt(name.group(1)))
          .sorted()
          .toList();
    }
  }

  private void migrate(String version) {
    Flyway.configure().dataSource(database, null, null).target(version).load().migrate();
  }

  private Optional<String> missing() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database)) {
      return Schema.missing(connection);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
