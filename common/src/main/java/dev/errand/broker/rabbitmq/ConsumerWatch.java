package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.telemetry.LogLine;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Observes a consuming client through the one hook to the RabbitMQ client that SmallRye and Vert.x
 * expose: its metrics collector. It provides the end of a connection, which neither library
 * reports, and the channel that delivered a message.
 */
final class ConsumerWatch extends NoOpMetricsCollector {

  private static final Logger LOG = Logger.getLogger(ConsumerWatch.class);
  private static final int CLOSE_MILLIS = 2_000;

  private final Declaration declaration;
  private final Runnable consuming;
  private volatile BlockingQueue<Throwable> end = new ArrayBlockingQueue<>(1);
  private @Nullable Connection connection;
  private volatile @Nullable ConsumedChannel consumed;
  private final Set<Thread> asking = ConcurrentHashMap.newKeySet();
  private boolean wanted;

  /** Ensures that the queue exists before SmallRye consumes it. */
  @FunctionalInterface
  interface Declaration {
    void on(Connection connection) throws IOException;
  }

  /**
   * @param consuming called each time the broker has accepted the consumer
   */
  ConsumerWatch(Declaration declaration, Runnable consuming) {
    this.declaration = declaration;
    this.consuming = consuming;
  }

  /** Prepares for a new connection; the queue receives the cause of its end. */
  synchronized BlockingQueue<Throwable> begin() {
    wanted = true;
    end = new ArrayBlockingQueue<>(1);
    return end;
  }

  /** Ends the connection; unacknowledged messages return to the queue. */
  synchronized void abort() {
    wanted = false;
    consumed = null;
    if (connection != null) {
      connection.abort(CLOSE_MILLIS);
      connection = null;
    }
  }

  /** Ends the session for the given reason. */
  void end(Throwable why) {
    end.offer(why);
  }

  /** The messages in a queue, as reported by the broker; empty if it reports nothing. */
  OptionalLong waiting(String queue) {
    Optional<Connection> open = open();
    if (open.isEmpty()) {
      return OptionalLong.empty();
    }
    asking.add(Thread.currentThread());
    try {
      Channel question =
          open.get()
              .openChannel()
              .orElseThrow(() -> new IOException("the connection has no free channel"));
      try {
        return OptionalLong.of(question.messageCount(queue));
      } finally {
        question.abort();
      }
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug(LogLine.event("waiting_hints_unknown").with("error", e));
      return OptionalLong.empty();
    } finally {
      asking.remove(Thread.currentThread());
    }
  }

  private synchronized Optional<Connection> open() {
    return Optional.ofNullable(connection).filter(Connection::isOpen);
  }

  /** Whether the broker has accepted the consumer of this connection. */
  boolean isConsuming() {
    return consumed != null;
  }

  /** Whether the channel of this connection's consumer is closed. */
  boolean isChannelLost() {
    ConsumedChannel current = consumed;
    return current != null && !current.channel().isOpen();
  }

  /** The channel of a consumer; empty where its connection has been replaced. */
  Optional<ConsumedChannel> channelOf(String consumerTag) {
    return Optional.ofNullable(consumed).filter(channel -> channel.tag().equals(consumerTag));
  }

  @Override
  public void newConnection(Connection opened) {
    BlockingQueue<Throwable> itsEnd = end;
    try {
      declare(opened);
    } catch (IOException | ShutdownSignalException e) {
      itsEnd.offer(e);
      opened.abort(CLOSE_MILLIS);
      throw new IllegalStateException("the queue is unavailable", e);
    }
    begun(opened, itsEnd);
  }

  private void declare(Connection opened) throws IOException {
    asking.add(Thread.currentThread());
    try {
      declaration.on(opened);
    } finally {
      asking.remove(Thread.currentThread());
    }
  }

  private synchronized void begun(Connection opened, BlockingQueue<Throwable> itsEnd) {
    if (!wanted || !itsEnd.equals(end)) {
      opened.abort(CLOSE_MILLIS);
      return;
    }
    connection = opened;
    opened.addShutdownListener(itsEnd::offer);
  }

  @Override
  public void newChannel(Channel channel) {
    if (asking.contains(Thread.currentThread())) {
      // The end of this channel is not the end of the session.
      return;
    }
    BlockingQueue<Throwable> itsEnd = end;
    channel.addShutdownListener(itsEnd::offer);
  }

  @Override
  public void basicConsume(Channel channel, String consumerTag, boolean autoAck) {
    consumed = new ConsumedChannel(channel, consumerTag);
    consuming.run();
  }
}
