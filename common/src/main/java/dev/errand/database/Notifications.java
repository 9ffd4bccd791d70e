package dev.errand.database;

import dev.errand.database.ListeningConnection.NoSessionException;
import dev.errand.telemetry.LogLine;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGNotification;

/**
 * Receives Postgres notifications: one connection outside the pool that listens and reconnects
 * after outages. Opened at the first {@link #listen}.
 */
@ApplicationScoped
public class Notifications {

  private static final Logger LOG = Logger.getLogger(Notifications.class);
  private static final int MAX_CHANNEL_BYTES = 63;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A pooler in transaction mode is rarely temporary. */
  private static final Duration POOLER_PAUSE = Duration.ofSeconds(30);

  private final ListeningConnection.Settings settings;
  private final Map<String, List<Consumer<String>>> receivers = new ConcurrentHashMap<>();
  private final List<Runnable> reconnected = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private @Nullable Thread thread;
  private volatile boolean connected;
  private boolean outageLogged;

  @Inject
  public Notifications(DatabaseAddress address) {
    this(ListeningConnection.Settings.of(address));
  }

  Notifications(ListeningConnection.Settings settings) {
    this.settings = settings;
  }

  /**
   * Passes every payload on a channel to the receiver, starting with the next {@link #onReconnect},
   * which follows within a second while Postgres can be reached. One thread calls all receivers in
   * turn, so none may block.
   *
   * @param channel any name of at most 63 bytes
   */
  public void listen(String channel, Consumer<String> receiver) {
    if (channel.getBytes(StandardCharsets.UTF_8).length > MAX_CHANNEL_BYTES) {
      throw new IllegalArgumentException("channel name longer than 63 bytes: " + channel);
    }
    receivers.computeIfAbsent(channel, name -> new CopyOnWriteArrayList<>()).add(receiver);
    start();
  }

  /**
   * Runs an action each time listening starts: at every (re)connection and for every added channel.
   * Earlier notifications may have been missed.
   */
  public void onReconnect(Runnable action) {
    reconnected.add(action);
  }

  /** Whether notifications arrive, as last seen: an outage is visible within 15 seconds. */
  public boolean connected() {
    return connected;
  }

  @PreDestroy
  public synchronized void close() {
    closed.countDown();
    if (thread == null) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void start() {
    if (thread == null && !isClosed()) {
      thread = Thread.ofPlatform().daemon().name("notifications").start(this::run);
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed()) {
      try (ListeningConnection connection = ListeningConnection.open(settings)) {
        serve(connection);
      } catch (NoSessionException e) {
        pause = POOLER_PAUSE;
        lost(e);
      } catch (SQLException | RuntimeException e) {
        pause = connected ? FIRST_PAUSE : longer(pause);
        lost(e);
      }
      awaitClose(pause);
    }
    connected = false;
  }

  private void serve(ListeningConnection connection) throws SQLException {
    while (!isClosed()) {
      if (connection.listen(receivers.keySet())) {
        listening();
      }
      for (PGNotification notification : connection.await()) {
        connection
            .name(notification.getName())
            .ifPresent(name -> dispatch(name, notification.getParameter()));
      }
    }
  }

  private void listening() {
    connected = true;
    if (outageLogged) {
      LOG.info(LogLine.event("notifications_back"));
      outageLogged = false;
    }
    reconnected.forEach(action -> guarded(action, "an action after reconnecting"));
  }

  private void dispatch(String channel, String payload) {
    for (Consumer<String> receiver : receivers.getOrDefault(channel, List.of())) {
      guarded(() -> receiver.accept(payload), "a receiver of channel " + channel);
    }
  }

  private static void guarded(Runnable action, String what) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error(
          LogLine.event("notification_failed")
              .with("in", what)
              .next("other receivers are not affected"),
          e);
    }
  }

  private void lost(Exception cause) {
    connected = false;
    if (!outageLogged && !isClosed()) {
      LOG.warn(
          LogLine.event("notifications_lost")
              .with("error", cause.getMessage())
              .next("trying again until there is a connection"));
      outageLogged = true;
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private void awaitClose(Duration atMost) {
    try {
      closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only a shutdown interrupts this thread.
      closed.countDown();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
