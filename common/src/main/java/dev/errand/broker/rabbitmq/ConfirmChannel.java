package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.BrokerUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's channel for publishing with confirms, by one thread at a time. After it is lost
 * it cannot be used any more, and waiting callers are notified.
 */
final class ConfirmChannel {

  static final String SHORT =
      "RabbitMQ blocks publishers: it is low on memory or disk (rabbitmqctl status shows its"
          + " alarms)";

  private static final String LOST = "the connection to RabbitMQ was lost";
  private static final int PERSISTENT = 2;
  private static final boolean RETURN_IF_NO_QUEUE = true;
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(50);
  private static final long PROBE_MILLIS = 5_000;

  /** A queue that does not exist: the broker confirms messages to it and drops them. */
  private static final String NO_QUEUE = "errand.probe." + UUID.randomUUID();

  private final Connection connection;
  private final RabbitMqQueues queues;
  private final Consumer<Boolean> blockedListener;
  private final Channel channel;
  private final Set<String> declared = ConcurrentHashMap.newKeySet();
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile ConfirmedBatch current = new ConfirmedBatch();
  private volatile @Nullable ShutdownSignalException cause;
  private volatile boolean blocked;

  /**
   * @param blockedListener called when the broker stops accepting hints, and when it accepts them
   *     again
   */
  ConfirmChannel(Connection connection, RabbitMqQueues queues, Consumer<Boolean> blockedListener)
      throws IOException {
    this.connection = connection;
    this.queues = queues;
    this.blockedListener = blockedListener;
    this.channel = connection.createChannel();
  }

  /** Returns once the broker has confirmed a message to a queue that does not exist. */
  void open() throws IOException, InterruptedException, TimeoutException {
    connection.addBlockedListener(_ -> blocked(true), () -> blocked(false));
    channel.confirmSelect();
    probe();
    channel.addConfirmListener(
        (number, andAllBefore) -> current.confirmed(number, andAllBefore),
        (number, andAllBefore) -> current.refused(number, andAllBefore));
    channel.addReturnListener(this::returned);
    channel.addShutdownListener(this::lost);
  }

  private void blocked(boolean now) {
    blocked = now;
    blockedListener.accept(now);
  }

  private void probe() throws IOException, InterruptedException, TimeoutException {
    try {
      channel.basicPublish("", NO_QUEUE, properties(1), new byte[0]);
      channel.waitForConfirmsOrDie(PROBE_MILLIS);
    } catch (TimeoutException e) {
      if (blocked) {
        throw new RefusedByBrokerException(SHORT, e);
      }
      throw e;
    }
  }

  /** Ensures that a queue exists. */
  void provide(String queue) throws IOException {
    queues.provide(connection, queue);
    declared.add(queue);
  }

  /** Whether it accepts hints: it is open, and the broker is not low on memory or disk. */
  boolean usable() {
    return cause == null && !blocked;
  }

  /**
   * Waits for the loss of the channel and returns its cause; empty if it is not lost within that
   * time.
   */
  Optional<ShutdownSignalException> awaitLoss(Duration atMost) throws InterruptedException {
    lost.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(cause);
  }

  /**
   * Publishes the messages, and repeats those that the broker rejects, one batch at a time. A
   * quorum queue rejects messages while it has no leader, which is also the case for a moment while
   * another client declares it.
   */
  void publish(String queue, List<byte[]> bodies, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<byte[]> refused = publishOnce(queue, bodies, deadline);
    while (!refused.isEmpty()) {
      Thread.sleep(PAUSE_AFTER_REFUSAL);
      if (System.nanoTime() > deadline) {
        throw new BrokerUnavailableException(
            "RabbitMQ rejected %d hints for %s".formatted(refused.size(), queue));
      }
      refused = publishOnce(queue, refused, deadline);
    }
  }

  /** The messages in a queue, which is declared if it does not exist. */
  long waiting(String queue) throws IOException {
    return queues.waiting(connection, queue);
  }

  private List<byte[]> publishOnce(String queue, List<byte[]> bodies, long deadline)
      throws InterruptedException {
    ConfirmedBatch batch = new ConfirmedBatch();
    current = batch;
    refuseIfUnusable();
    try {
      if (!declared.contains(queue)) {
        provide(queue);
      }
      for (byte[] body : bodies) {
        long number = channel.getNextPublishSeqNo();
        batch.sending(number, body);
        channel.basicPublish("", queue, RETURN_IF_NO_QUEUE, properties(number), body);
      }
    } catch (IOException | ShutdownSignalException e) {
      throw new BrokerUnavailableException(
          "RabbitMQ did not accept a hint: " + BrokerTrouble.of(e), e);
    }
    return batch.await(deadline);
  }

  private void refuseIfUnusable() {
    if (cause != null) {
      throw new BrokerUnavailableException(LOST, cause);
    }
    if (blocked) {
      throw new BrokerUnavailableException(SHORT);
    }
  }

  private static BasicProperties properties(long number) {
    return new BasicProperties.Builder()
        .deliveryMode(PERSISTENT)
        .contentType("application/json")
        .messageId(Long.toString(number))
        .build();
  }

  private void returned(Return message) {
    declared.remove(message.getRoutingKey());
    current.unroutable(Long.parseLong(message.getProperties().getMessageId()));
  }

  private void lost(ShutdownSignalException why) {
    cause = why;
    current.fail(LOST);
    lost.countDown();
  }
}
