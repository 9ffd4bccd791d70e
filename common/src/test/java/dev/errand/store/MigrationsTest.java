package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services of the previous version run against the new schema during a rolling upgrade, so later
 * migrations may only add things that their statements can ignore, and must not hold a lock for
 * long.
 */
class MigrationsTest {

  private static final Path FOLDER = Path.of("src/main/resources/db/migration");
  private static final Pattern COMMENT = Pattern.compile("--.*");

  /** The allowed statements of a migration. Add a new form once it is known to be harmless. */
  private static final List<Pattern> HARMLESS =
      Stream.of(
              "create (table|sequence) .*",
              "insert into tenant \\(name\\) values \\('default'\\) on conflict do nothing",
              "create (unique )?index concurrently .*",
              // Writers wait a second for a million jobs; with more jobs, build it concurrently
              // before the migration, which Flyway cannot do: see docs/operations/operating.md.
              "create (unique )?index if not exists .*",
              "alter table \\w+ set \\(.*\\)",
              // Postgres does not rewrite the table for a constant default.
              "alter table \\w+ add column (if not exists )?\\w+ [\\w\\[\\]]+",
              "alter table \\w+ add column (if not exists )?\\w+ [\\w\\[\\]]+ (not null )?default"
                  + " ('[^']*'|[-\\d.]+|true|false)",
              // A table of a few rows; the key is null in all of them.
              "alter table console_session add column tenant text references tenant \\(name\\)"
                  + " on delete cascade",
              // Of a table that the same script creates; no row is rewritten.
              "alter table file_chunk alter column bytes set storage external",
              // Checks what the old services write; existing rows are not read.
              "alter table \\w+ add constraint \\w+ check \\(.*\\) not valid",
              // No statement needs them: their replacements are older, or created by the same
              // script.
              "drop index if exists (job_unhappy|idempotency_key_job|job_request_model"
                  + "|job_request_metadata|job_ended|job_tenant_ended|file_deleted)",
              "comment on .*")
          .map(Pattern::compile)
          .toList();

  static Stream<Path> migrations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream()
          .filter(file -> file.getFileName().toString().endsWith(".sql"))
          .filter(file -> !file.getFileName().toString().startsWith("V1__"));
    }
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void aMigrationOnlyAdds(Path file) throws IOException {
    List<String> statements = statements(Files.readString(file));

    assertFalse(statements.isEmpty());
    assertEquals(List.of(), statements.stream().filter(sql -> !isHarmless(sql)).toList());
  }

  /**
   * Otherwise it would block the writers until all of them are built, in an undefined order. Other
   * scripts may do the same if they alter several tables.
   */
  @ParameterizedTest
  @MethodSource("migrations")
  void eachIndexIsBuiltInASeparateTransaction(Path file) throws IOException {
    boolean builds =
        statements(Files.readString(file)).stream()
            .anyMatch(sql -> sql.matches("create (unique )?index if not exists.*"));
    Path settings = file.resolveSibling(file.getFileName() + ".conf");

    if (builds) {
      assertEquals("executeInTransaction=false", Files.readString(settings).strip());
    } else if (Files.exists(settings)) {
      long altered =
          statements(Files.readString(file)).stream()
              .filter(sql -> sql.startsWith("alter table"))
              .map(sql -> sql.split(" ")[2])
              .distinct()
              .count();
      assertTrue(altered > 1, file::toString);
    }
  }

  /**
   * So that installations with very many jobs can build them beforehand, without blocking the
   * writers. The tables that the same script creates are empty.
   */
  @ParameterizedTest
  @MethodSource("migrations")
  void eachIndexIsInTheOperationsManual(Path file) throws IOException {
    String manual =
        Files.readString(Path.of("../docs/operations/operating.md")).replaceAll("\\s+", " ");

    List<String> statements = statements(Files.readString(file));

    assertEquals(
        List.of(),
        statements.stream()
            .filter(sql -> sql.matches("create (unique )?index if not exists.*"))
            .filter(sql -> statements.stream().noneMatch(table -> creates(table, sql)))
            .map(sql -> sql.replace("index if", "index concurrently if") + ";")
            .filter(sql -> !manual.contains(sql))
            .toList());
  }

  private static boolean creates(String statement, String index) {
    String table = index.replaceFirst("^create index if not exists \\w+ on (\\w+) .*", "$1");
    return statement.startsWith("create table if not exists " + table + " ");
  }

  @Test
  void thereAreMigrationsToLookAt() throws IOException {
    assertTrue(migrations().count() >= 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table job drop column lane;",
        "alter table job rename column lane to queue;",
        "alter table job add column region text not null;",
        "alter table job add column seen timestamptz default clock_timestamp();",
        "alter table job alter column spent type integer;",
        "alter table job add constraint c check (spent < 9);",
        "create index job_lane on job (lane);",
        "update job set priority = 0;",
        "drop index job_due;",
        "drop index if exists job_due;",
        "insert into job (id) values ('x') on conflict do nothing;",
        "truncate attempt;"
      })
  void changesThatBreakOldServicesAreDetected(String sql) {
    assertFalse(isHarmless(statements(sql).getFirst()));
  }

  private static boolean isHarmless(String statement) {
    return HARMLESS.stream().anyMatch(form -> form.matcher(statement).matches());
  }

  private static List<String> statements(String script) {
    return Stream.of(COMMENT.matcher(script).replaceAll("").split(";"))
        .map(sql -> sql.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
        .filter(sql -> !sql.isEmpty())
        .toList();
  }
}
