package dev.errand.broker;

/**
 * A hint as it came from the broker.
 *
 * @param hint what it says
 * @param acknowledgement tells the broker to forget it; never blocks, never throws; after the
 *     connection it came on has gone it does nothing
 */
public record HintDelivery(Hint hint, Runnable acknowledgement) {

  /** Tells the broker to forget the hint. */
  public void acknowledge() {
    acknowledgement.run();
  }
}
