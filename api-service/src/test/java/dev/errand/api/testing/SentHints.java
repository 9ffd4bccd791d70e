package dev.errand.api.testing;

import dev.errand.broker.BrokerState;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A broker that records its messages. */
@Mock
@ApplicationScoped
public class SentHints implements HintPublisher {

  private final Queue<Hint> hints = new ConcurrentLinkedQueue<>();

  @Override
  public void publish(String pool, List<Hint> sent) {
    hints.addAll(sent);
  }

  @Override
  public OptionalLong waiting(String pool) {
    return OptionalLong.empty();
  }

  @Override
  public BrokerState state() {
    return BrokerState.of(true);
  }

  public List<Hint> all() {
    return List.copyOf(hints);
  }
}
