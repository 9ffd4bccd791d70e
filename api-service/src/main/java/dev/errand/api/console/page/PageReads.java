package dev.errand.api.console.page;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.database.DatabaseException;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.database.Share;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * Reads what pages show, with a share of the database that is so small that viewers never keep
 * submissions from it. What Hibernate reads has connections of its own.
 */
@ApplicationScoped
public class PageReads {

  private static final Logger LOG = Logger.getLogger(PageReads.class);

  private final Share share;

  @Inject
  PageReads(ApiConfig config, DatabaseTimeouts timeouts) {
    this.share =
        new Share(
            config.console().connections(), config.console().statementTime(), timeouts.turn());
  }

  /**
   * Reads something.
   *
   * @throws ProblemException if that takes too long, or if other pages do
   */
  public <T, X extends Throwable> T read(ScopedValue.CallableOp<T, X> work) throws X {
    try {
      return share.within(work);
    } catch (DatabaseException e) {
      throw cut(e);
    }
  }

  private static RuntimeException cut(DatabaseException e) {
    return switch (e.trouble()) {
      case TIMEOUT ->
          unavailable(e, "This took too long: narrow the filter, or look at a shorter time.");
      case BUSY -> unavailable(e, "Too many pages are being read at once. Try again shortly.");
      default -> e;
    };
  }

  private static ProblemException unavailable(DatabaseException e, String detail) {
    LOG.warn(
        LogLine.event("page_not_read")
            .with("error", e.reason())
            .next("errand.api.console.statement-time and connections limit what pages read"));
    return new ProblemException(ProblemType.UNAVAILABLE, detail);
  }
}
