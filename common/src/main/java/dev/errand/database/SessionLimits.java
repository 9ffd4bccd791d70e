package dev.errand.database;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Sets the limits of each connection in the pool, and names its statements if that is safe. */
@ApplicationScoped
class SessionLimits implements AgroalPoolInterceptor {

  private final Sessions sessions;
  private final IdleConnections idle;
  private final StatementLimit limit;

  @Inject
  SessionLimits(DatabaseTimeouts timeouts, Sessions sessions, IdleConnections idle) {
    this.sessions = sessions;
    this.idle = idle;
    this.limit = new StatementLimit(timeouts, !sessions.areNotKept());
  }

  @Override
  public void onConnectionCreate(Connection connection) {
    try {
      limit.begin(connection);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  @Override
  public void onConnectionAcquire(Connection connection) {
    try {
      connection.unwrap(PGConnection.class).setPrepareThreshold(sessions.prepareThreshold());
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  @Override
  public void onConnectionReturn(Connection connection) {
    idle.returned(connection);
  }

  @Override
  public void onConnectionDestroy(Connection connection) {
    idle.ended(connection);
  }
}
