package dev.errand.local.part;

import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Postgres' output: the embedding library logs it, and this class forwards it to the part's log.
 */
final class PostgresOutput extends Handler {
  // A strong reference: otherwise the log manager would drop the logger together with the handler.
  private static final Logger LIBRARY = Logger.getLogger("io.zonky.test");

  private final SimpleFormatter formatter = new SimpleFormatter();
  private final PartLog log;

  private PostgresOutput(PartLog log) {
    this.log = log;
  }

  static void sendTo(PartLog log) {
    LIBRARY.setUseParentHandlers(false);
    LIBRARY.addHandler(new PostgresOutput(log));
  }

  @Override
  public void publish(LogRecord event) {
    log.add(formatter.formatMessage(event));
    if (event.getThrown() != null) {
      log.add(event.getThrown().toString());
    }
  }

  @Override
  public void flush() {
    // The log writes every line immediately.
  }

  @Override
  public void close() {
    // The log stays open as long as the process runs.
  }
}
