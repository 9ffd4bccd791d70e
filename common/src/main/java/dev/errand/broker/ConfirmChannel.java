package dev.errand.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.HintsInFlight.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One connection's channel for publishing with confirms. When it is lost it is of no more use, and
 * all who wait are told.
 *
 * <p>One thread of its own writes to the socket, so that a caller's wait is bounded even where the
 * socket takes nothing.
 */
final class ConfirmChannel {

  private static final int PERSISTENT = 2;
  private static final boolean RETURN_IF_NO_QUEUE = true;
  private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(50);

  private final Connection connection;
  private final Channel channel;
  private final Thread writer = Thread.ofVirtual().name("hint-writer").unstarted(this::write);
  private final HintsInFlight inFlight = new HintsInFlight();
  private final BlockingQueue<Message> outbox = new LinkedBlockingQueue<>();
  private final Set<String> declared = ConcurrentHashMap.newKeySet();
  private final CountDownLatch lost = new CountDownLatch(1);
  private volatile ShutdownSignalException cause;
  private volatile boolean blocked;

  ConfirmChannel(Connection connection) throws IOException {
    this.connection = connection;
    this.channel = connection.createChannel();
  }

  void open() throws IOException {
    connection.addBlockedListener(reason -> blocked = true, () -> blocked = false);
    channel.confirmSelect();
    channel.addConfirmListener(inFlight::confirmed, inFlight::refused);
    channel.addReturnListener(this::returned);
    writer.start();
    channel.addShutdownListener(this::lost);
  }

  /** Whether it takes hints: it is open, and the broker is not short of memory or disk. */
  boolean usable() {
    return cause == null && !blocked;
  }

  /** Returns once it is lost, with the cause. */
  ShutdownSignalException awaitLoss() throws InterruptedException {
    lost.await();
    return cause;
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
    Channel question =
        connection.openChannel().orElseThrow(() -> new IOException("no channel is free"));
    try {
      return RabbitMqQueues.declare(question, queue).getMessageCount();
    } finally {
      question.abort();
    }
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
      throw new BrokerUnavailableException("RabbitMQ takes nothing: short of memory or disk");
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
    try {
      declareOnce(message.queue());
      long number = channel.getNextPublishSeqNo();
      inFlight.sent(number, message);
      channel.basicPublish(
          "", message.queue(), RETURN_IF_NO_QUEUE, properties(number), message.body());
    } catch (IOException | ShutdownSignalException e) {
      message.batch().fail("RabbitMQ did not take a hint: " + e);
      throw e;
    }
  }

  private void declareOnce(String queue) throws IOException {
    if (!declared.contains(queue)) {
      RabbitMqQueues.declare(channel, queue);
      declared.add(queue);
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
