package dev.errand.database;

/** Too much work is waiting for the database. Nothing was done: try again shortly. */
public class OverloadedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OverloadedException(String queue, int items, long bytes) {
    super("%s: %d items of %d bytes are waiting for the database".formatted(queue, items, bytes));
  }
}
