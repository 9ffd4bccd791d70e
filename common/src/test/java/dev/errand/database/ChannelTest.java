package dev.errand.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {

  private static final String DATABASE = EmbeddedDatabase.freshDatabase();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public",
        "errand",
        "Errand 2",
        "größe",
        "a_schema_whose_name_has_sixty_three_bytes_which_is_the_very_most"
      })
  void postgresAndJavaNameTheSameChannel(String schema) throws SQLException {
    try (Connection connection = DriverManager.getConnection(DATABASE)) {
      connection
          .createStatement()
          .execute(
              "create schema if not exists \"%1$s\"; set search_path = \"%1$s\"".formatted(schema));
      ResultSet row =
          connection
              .createStatement()
              .executeQuery("select current_schema(), " + Channel.sql("'errand_ended'"));
      row.next();

      assertEquals(Channel.of("errand_ended", row.getString(1)), row.getString(2));
      assertTrue(row.getString(2).length() <= 63, row.getString(2));
    }
  }

  @Test
  void schemasHaveChannelsOfTheirOwnAndPublicHasThePlainName() {
    assertEquals("errand_ended", Channel.of("errand_ended", "public"));
    assertNotEquals(Channel.of("errand_ended", "a"), Channel.of("errand_ended", "b"));
    assertNotEquals(Channel.of("errand_ended", "a"), Channel.of("errand_cancelled", "a"));
  }
}
