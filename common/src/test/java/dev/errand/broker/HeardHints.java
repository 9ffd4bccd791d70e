package dev.errand.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A source, and what it delivered in a test. */
record HeardHints(HintSource source, List<HintDelivery> deliveries) {

  HeardHints(HintSource source) {
    this(source, new CopyOnWriteArrayList<>());
  }

  void keep(HintDelivery delivery) {
    deliveries.add(delivery);
  }

  void acknowledge(HintDelivery delivery) {
    deliveries.add(delivery);
    delivery.acknowledge();
  }

  List<Hint> hints() {
    return deliveries.stream().map(HintDelivery::hint).toList();
  }
}
