package dev.errand.store.batch;

/**
 * A place in the order in which a batch's lines have ended.
 *
 * @param transaction that ended some of the lines, all of them in one row of {@code batch_ending}
 * @param ending the id of that row
 * @param lines how many lines of that row are before this place
 */
public record Place(long transaction, long ending, int lines) {

  /** Before all lines. */
  public static final Place START = new Place(0, 0, 0);

  /** The place so many lines further in the same row. */
  Place plus(int more) {
    return new Place(transaction, ending, lines + more);
  }

  /** Whether it is in a row behind that of another place. */
  public boolean isInLaterRowThan(Place other) {
    return transaction > other.transaction
        || transaction == other.transaction && ending > other.ending;
  }
}
