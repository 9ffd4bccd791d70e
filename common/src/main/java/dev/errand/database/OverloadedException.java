package dev.errand.database;

/** More is waiting to be written than may wait. Nothing was written: try again shortly. */
public class OverloadedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OverloadedException(String writer, int items, long bytes) {
    super("%s: %d items of %d bytes are waiting to be written".formatted(writer, items, bytes));
  }
}
