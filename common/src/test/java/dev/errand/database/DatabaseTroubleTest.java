package dev.errand.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTroubleTest {

  @ParameterizedTest
  @CsvSource({
    "57014, TIMEOUT",
    "55P03, LOCKED",
    "40P01, CONFLICT",
    "40001, CONFLICT",
    "08006, UNREACHABLE",
    "08001, UNREACHABLE",
    "57P01, UNREACHABLE",
    "57P03, UNREACHABLE",
    ", UNREACHABLE",
    "53300, CONNECTIONS",
    "53100, RESOURCES",
    "53200, RESOURCES",
    "25006, READ_ONLY",
    "28P01, ACCESS",
    "3D000, ACCESS",
    "42501, ACCESS",
    "42P01, ERROR",
    "XX000, ERROR",
    "2, ERROR"
  })
  void theCauseIsDerivedFromTheSqlState(String state, DatabaseTrouble trouble) {
    assertEquals(trouble, new DatabaseException(new SQLException("odd", state)).trouble());
  }

  @Test
  void onlyAnUnreachableDatabaseIsReportedAsSuch() {
    Arrays.stream(DatabaseTrouble.values())
        .filter(trouble -> trouble != DatabaseTrouble.UNREACHABLE)
        .forEach(trouble -> assertFalse(trouble.text().contains("reached"), trouble::text));
  }
}
