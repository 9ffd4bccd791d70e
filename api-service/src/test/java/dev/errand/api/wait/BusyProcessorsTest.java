package dev.errand.api.wait;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.api.config.ApiConfig;
import dev.errand.database.DatabaseAddress;
import dev.errand.database.Notifications;
import dev.errand.store.read.JobQueries;
import dev.errand.tenant.Caller;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads that do not yield keep all others from running, as can happen for seconds on a
 * busy machine. Waiting clients are notified nevertheless.
 */
class BusyProcessorsTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);
  private final Notifications notifications = new Notifications(DatabaseAddress.of(url));
  private final JobWaiter waiter =
      new JobWaiter(
          new JobQueries(store.database), notifications, config(), new SimpleMeterRegistry());
  private final AtomicBoolean busy = new AtomicBoolean();

  @BeforeEach
  void start() {
    waiter.start(null);
    await().atMost(PATIENCE).until(notifications::connected);
  }

  @AfterEach
  void stop() {
    busy.set(false);
    waiter.stop(null);
    waiter.close();
    notifications.close();
  }

  @Test
  void anEndThatIsNotifiedIsHeard() {
    UUID id = store.submit();
    CompletionStage<Void> ended = waiter.ended(id, LONG);
    keepProcessorsBusy();

    store.jobs.cancel(Caller.open(), id);

    await().atMost(PATIENCE).until(() -> ended.toCompletableFuture().isDone());
  }

  @Test
  void anEndWhoseNotificationIsLostIsFound() {
    UUID id = store.submit();
    CompletionStage<Void> ended = waiter.ended(id, LONG);
    keepProcessorsBusy();
    assertFalse(ended.toCompletableFuture().isDone());

    store.execute("update job set state = 'cancelled', ended_at = now()");

    await().atMost(PATIENCE).until(() -> ended.toCompletableFuture().isDone());
  }

  @Test
  void anEndBeforeTheWaitIsFound() {
    UUID id = store.submit();
    store.execute("update job set state = 'cancelled', ended_at = now()");
    keepProcessorsBusy();

    CompletionStage<Void> ended = waiter.ended(id, LONG);

    await().atMost(PATIENCE).until(() -> ended.toCompletableFuture().isDone());
  }

  private void keepProcessorsBusy() {
    busy.set(true);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.startVirtualThread(
          () -> {
            while (busy.get()) {
              Thread.onSpinWait();
            }
          });
    }
  }

  private static ApiConfig config() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(ApiConfig.class)
        .build()
        .getConfigMapping(ApiConfig.class);
  }
}
