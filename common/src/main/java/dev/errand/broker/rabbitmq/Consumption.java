package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.HintIntake;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import io.vertx.rabbitmq.RabbitMQMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The consumption of one queue until it is stopped: a sequence of sessions. Each subscribes to
 * SmallRye's channel, which connects, declares the queue and consumes it, and each ends with its
 * connection.
 */
final class Consumption {

  private static final Duration DECLARE_AND_CONSUME = Duration.ofSeconds(20);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final String queue;
  private final Multi<? extends Message<?>> channel;
  private final ConsumerWatch watch;
  private final HintIntake intake;
  private final BrokerUse use;
  private final Duration setUp;
  private final SingleThread deliveries = new SingleThread("hint-deliveries");
  private final SingleThread acknowledgements = new SingleThread("hint-acknowledgements");
  private final Thread sessions = Thread.ofVirtual().name("hint-source").unstarted(this::run);
  private volatile boolean stopping;

  /**
   * @param longestAttempt how long the client may take to connect
   */
  Consumption(
      String queue,
      Multi<? extends Message<?>> channel,
      ConsumerWatch watch,
      HintIntake intake,
      BrokerUse use,
      Duration longestAttempt) {
    this.queue = queue;
    this.channel = channel;
    this.watch = watch;
    this.intake = intake;
    this.use = use;
    this.setUp = longestAttempt.plus(DECLARE_AND_CONSUME);
  }

  void start() {
    sessions.start();
  }

  /** Stops delivering, and ends after the pending acknowledgements. */
  void stop() {
    stopping = true;
    try {
      deliveries.end(STOP);
      acknowledgements.end(STOP);
      sessions.interrupt();
      sessions.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The messages in the queue, if the broker reports them. */
  OptionalLong waiting() {
    return watch.waiting(queue);
  }

  /** Ends this session; the next one follows. */
  void anew() {
    watch.end(new IOException("gave up: hints are queued, but none arrive"));
  }

  private void run() {
    try {
      Throwable end = session();
      while (!isShutdown(end)) {
        use.down(end);
        ReconnectPause.take();
        end = session();
      }
      use.closed();
    } catch (InterruptedException e) {
      // Interrupted by stop(); nobody else uses this thread.
      use.closed();
    }
  }

  /** Whether SmallRye closed the connection, which it does when the process stops. */
  private static boolean isShutdown(Throwable end) {
    return end instanceof ShutdownSignalException signal && signal.isInitiatedByApplication();
  }

  /** Consumes until the session ends; returns the reason. */
  private Throwable session() throws InterruptedException {
    BlockingQueue<Throwable> end = watch.begin();
    Cancellable subscription =
        channel
            .subscribe()
            .with(
                this::arrived,
                failure -> end.offer(isCancelledByBroker() ? cancelled() : failure),
                () -> end.offer(cancelled()));
    try {
      return await(end);
    } finally {
      if (!watch.isChannelLost()) {
        // Otherwise the attempt to tell the broker would fail and be logged as an error.
        subscription.cancel();
      }
      watch.abort();
    }
  }

  private Throwable await(BlockingQueue<Throwable> end) throws InterruptedException {
    Throwable early = end.poll(setUp.toSeconds(), TimeUnit.SECONDS);
    if (early != null) {
      return early;
    }
    return watch.isConsuming() ? end.take() : new TimeoutException("still not consuming");
  }

  /** SmallRye reports this as a failure of its own attempt to cancel. */
  private boolean isCancelledByBroker() {
    return watch.isConsuming() && !watch.isChannelLost();
  }

  private static IOException cancelled() {
    return new IOException("cancelled by the broker: the queue was deleted or its node went down");
  }

  private void arrived(Message<?> message) {
    RabbitMQMessage raw = ((IncomingRabbitMQMessage<?>) message).message;
    watch
        .channelOf(raw.consumerTag())
        .ifPresent(from -> deliveries.execute(() -> deliver(raw, from)));
  }

  private void deliver(RabbitMQMessage raw, ConsumedChannel from) {
    if (stopping) {
      return;
    }
    long number = raw.envelope().getDeliveryTag();
    Acknowledgements given = from.acknowledgements();
    given.delivered(number);
    intake.accept(raw.body().getBytes(), () -> given.give(number, acknowledgements));
  }
}
