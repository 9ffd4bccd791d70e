package dev.errand.api.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads the results of submissions from the database. */
@ApplicationScoped
public class Submitted {

  private final DataSource database;

  @Inject
  public Submitted(DataSource database) {
    this.database = database;
  }

  /** The provider's request as stored. */
  public String body(String id) {
    byte[] body = one("select body from job_request where job_id = ?", UUID.fromString(id));
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The jobs that were created under a key. */
  public long underKey(String key) {
    return one(
        "select count(*) from job join idempotency_key k on k.job_id = job.id where k.key = ?",
        key);
  }

  /** The jobs whose model's name matches the pattern. */
  public long ofModel(String pattern) {
    return one("select count(*) from job_request where model like ?", pattern);
  }

  private <T> T one(String sql, Object parameter) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, parameter);
      ResultSet row = statement.executeQuery();
      row.next();
      @SuppressWarnings("unchecked")
      T value = (T) row.getObject(1);
      return value;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
