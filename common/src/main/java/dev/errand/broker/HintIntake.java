package dev.errand.broker;

import dev.errand.telemetry.LogLine;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Turns messages from a broker into deliveries to the receiver. */
public final class HintIntake {

  private static final Logger LOG = Logger.getLogger(HintIntake.class);

  private final HintJson json;
  private final HintMetrics metrics;
  private final Consumer<HintDelivery> receiver;

  public HintIntake(HintJson json, HintMetrics metrics, Consumer<HintDelivery> receiver) {
    this.json = json;
    this.metrics = metrics;
    this.receiver = receiver;
  }

  /**
   * Delivers a message. One that is not a hint, or makes the receiver fail, is acknowledged,
   * because nobody could use it.
   */
  public void accept(byte[] message, Runnable acknowledgement) {
    Optional<Hint> hint = json.read(message);
    if (hint.isEmpty()) {
      metrics.invalid();
      acknowledgement.run();
      return;
    }
    metrics.received(hint.get());
    deliver(new HintDelivery(hint.get(), acknowledgement));
  }

  private void deliver(HintDelivery delivery) {
    try {
      receiver.accept(delivery);
    } catch (RuntimeException e) {
      LOG.error(
          LogLine.event("hint_failed")
              .with("job", delivery.hint().job())
              .with("lane", delivery.hint().lane())
              .next("the hint is dropped; the dispatcher sends another"),
          e);
      delivery.acknowledge();
    }
  }
}
