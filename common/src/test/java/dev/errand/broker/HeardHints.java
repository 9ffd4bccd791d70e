package dev.errand.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source and the hints that it delivered in a test. */
public record HeardHints(HintSource source, List<HintDelivery> deliveries) {

  public HeardHints(HintSource source) {
    this(source, new CopyOnWriteArrayList<>());
  }

  public void keep(HintDelivery delivery) {
    deliveries.add(delivery);
  }

  public void acknowledge(HintDelivery delivery) {
    deliveries.add(delivery);
    delivery.acknowledge();
  }

  public List<Hint> hints() {
    return deliveries.stream().map(HintDelivery::hint).toList();
  }
}
