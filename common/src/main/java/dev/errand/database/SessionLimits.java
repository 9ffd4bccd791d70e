package dev.errand.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;

/** Gives each new connection of the pool its limits. */
@ApplicationScoped
class SessionLimits implements AgroalPoolInterceptor {

  private final DatabaseTimeouts timeouts;

  @Inject
  SessionLimits(DatabaseTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public void onConnectionCreate(Connection connection) {
    try {
      StatementLimit.set(connection, timeouts.statement());
      StatementLimit.execute(connection, "set lock_timeout = " + timeouts.lock().toMillis());
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
