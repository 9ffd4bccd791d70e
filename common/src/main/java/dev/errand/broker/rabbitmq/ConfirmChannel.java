package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.rabbitmq.HintsInFlight.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One connection's channel for publishing with confirms. When it is lost it is of no more use, and
 * all who wait are told.
 *
 * <p>One thread of its own writes to the socket, so that a caller's wait is bounded even where the
 * socket takes nothing.
 */
final class ConfirmChannel {

  static final String SHORT =
      "RabbitMQ takes nothing: it is short of memory or disk (rabbitmqctl status has its alarms)";

  private static final int PERSISTENT = 2;
  private static final boolean RETURN_IF_NO_QUEUE = true;
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(50);
  private static final long PROBE_MILLIS = 5_000;

  /** Nobody has such a queue: the broker confirms what goes there, and keeps nothing. */
  private static final String NO_QUEUE = "errand.probe." + UUID.randomUUID();

  private final Connection connection;
  private final RabbitMqQueues queues;
  private final Consumer<Boolean> blockedListener;
  private final Channel channel;
  private final Thread writer = Thread.ofVirtual().name("hint-writer").unstarted(this::write);
  private final HintsInFlight inFlight = new HintsInFlight();
  private final BlockingQueue<Message> outbox = new LinkedBlockingQueue<>();
  private final Set<String> declared = ConcurrentHashMap.newKeySet();
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile ShutdownSignalException cause;
  private volatile boolean blocked;

  /**
   * @param blockedListener told when the broker ceases to take hints, and when it takes them again
   */
  ConfirmChannel(Connection connection, RabbitMqQueues queues, Consumer<Boolean> blockedListener)
      throws IOException {
    this.connection = connection;
    this.queues = queues;
    this.blockedListener = blockedListener;
    this.channel = connection.createChannel();
  }

  /** Returns once the broker has confirmed a message that goes nowhere. */
  void open() throws IOException, InterruptedException, TimeoutException {
    connection.addBlockedListener(_ -> blocked(true), () -> blocked(false));
    channel.confirmSelect();
    probe();
    channel.addConfirmListener(inFlight::confirmed, inFlight::refused);
    channel.addReturnListener(this::returned);
    writer.start();
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

  /** Makes sure that a queue is there. */
  void provide(String queue) throws IOException {
    queues.provide(connection, queue);
    declared.add(queue);
  }

  /** Whether it takes hints: it is open, and the broker is not short of memory or disk. */
  boolean usable() {
    return cause == null && !blocked;
  }

  /** The cause as soon as it is lost; empty where it is not within that time. */
  Optional<ShutdownSignalException> awaitLoss(Duration atMost) throws InterruptedException {
    lost.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(cause);
  }

  /**
   * Publishes each, and again what the broker refuses. A quorum queue refuses while it has no
   * leader: that is so for a moment after somebody else began to declare it, too.
   */
  void publish(String queue, List<byte[]> bodies, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<byte[]> refused = publishOnce(queue, bodies, deadline);
    while (!refused.isEmpty()) {
      Thread.sleep(PAUSE_AFTER_REFUSAL);
      if (System.nanoTime() > deadline) {
        throw new BrokerUnavailableException(
            "RabbitMQ refuses %d hints for %s".formatted(refused.size(), queue));
      }
      refused = publishOnce(queue, refused, deadline);
    }
  }

  /** The messages that wait in a queue, which is declared where it does not exist. */
  long waiting(String queue) throws IOException {
    return queues.waiting(connection, queue);
  }

  private List<byte[]> publishOnce(String queue, List<byte[]> bodies, long deadline)
      throws InterruptedException {
    ConfirmedBatch batch = new ConfirmedBatch(bodies.size());
    for (byte[] body : bodies) {
      refuseIfUnusable();
      if (!inFlight.enter(deadline - System.nanoTime())) {
        throw new BrokerUnavailableException("RabbitMQ confirms too slowly");
      }
      outbox.add(new Message(queue, body, batch));
    }
    // Who adds to the outbox after the channel was lost, and emptied, finds out here.
    refuseIfUnusable();
    return batch.await(deadline - System.nanoTime());
  }

  private void refuseIfUnusable() {
    if (cause != null) {
      throw new BrokerUnavailableException("the connection to RabbitMQ was lost", cause);
    }
    if (blocked) {
      throw new BrokerUnavailableException(SHORT);
    }
  }

  private void write() {
    try {
      while (true) {
        send(outbox.take());
      }
    } catch (InterruptedException e) {
      // By lost(): there is nobody left to write to.
      Thread.currentThread().interrupt();
    } catch (IOException | ShutdownSignalException e) {
      // Leads to lost().
      connection.abort();
    }
  }

  private void send(Message message) throws IOException {
    if (!isProvided(message)) {
      return;
    }
    try {
      long number = channel.getNextPublishSeqNo();
      inFlight.sent(number, message);
      channel.basicPublish(
          "", message.queue(), RETURN_IF_NO_QUEUE, properties(number), message.body());
    } catch (IOException | ShutdownSignalException e) {
      message.batch().fail("RabbitMQ did not take a hint: " + e);
      throw e;
    }
  }

  /** A queue that can't be had fails its own hints, and not those for others. */
  private boolean isProvided(Message message) throws IOException {
    try {
      if (!declared.contains(message.queue())) {
        provide(message.queue());
      }
      return true;
    } catch (IOException e) {
      inFlight.leave();
      message.batch().fail("RabbitMQ did not take a hint: " + BrokerTrouble.of(e));
      if (!connection.isOpen()) {
        throw e;
      }
      return false;
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
    inFlight.unroutable(Long.parseLong(message.getProperties().getMessageId()));
  }

  private void lost(ShutdownSignalException why) {
    cause = why;
    writer.interrupt();
    inFlight.fail("the connection to RabbitMQ was lost");
    for (Message message = outbox.poll(); message != null; message = outbox.poll()) {
      message.batch().fail("the connection to RabbitMQ was lost");
    }
    lost.countDown();
  }
}
