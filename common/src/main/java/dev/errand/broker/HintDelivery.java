package dev.errand.broker;

/**
 * A hint as delivered by the broker.
 *
 * @param hint its content
 * @param acknowledgement acknowledges it to the broker; never blocks, never throws; does nothing
 *     once its connection is gone
 */
public record HintDelivery(Hint hint, Runnable acknowledgement) {

  /** Acknowledges the hint to the broker. */
  public void acknowledge() {
    acknowledgement.run();
  }
}
