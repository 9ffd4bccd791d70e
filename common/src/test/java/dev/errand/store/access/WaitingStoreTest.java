package dev.errand.store.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingStoreTest {

  private static final String INDEX = "job_(?!request|result)\\w+";

  private final StoreFixture store = new StoreFixture();
  private final WaitingStore waiting = new WaitingStore(store.database);

  @Test
  void queuedAndScheduledJobsWaitAndRunningAndEndedOnesDoNot() {
    submit("acme", "a", 0);
    submit("acme", "a", 0);
    submit("acme", "b", 0);
    submit("acme", "a", 60);
    submit("other", "c", 0);

    assertEquals(4, waiting.ofTenant("acme", 100));
    assertEquals(3, waiting.ofKey("a", 100));
    assertEquals(1, waiting.ofKey("b", 100));
    assertEquals(0, waiting.ofKey("nobody", 100));
    assertEquals(0, waiting.ofTenant("nobody", 100));

    assertEquals(3, store.claim("worker", 3).size());
    assertEquals(1, waiting.ofKey("a", 100));
    assertEquals(1, waiting.ofTenant("acme", 100));
  }

  @Test
  void theyAreCountedUpToANumber() {
    for (int i = 0; i < 5; i++) {
      submit("acme", "a", 0);
    }
    assertEquals(3, waiting.ofKey("a", 3));
    assertEquals(3, waiting.ofTenant("acme", 3));
    assertEquals(0, waiting.ofKey("a", 0));
  }

  @Test
  void jobsOfTheVersionBeforeBelongToNoKey() {
    store.execute(
        "insert into job (id, state, lane, run_at, max_attempts)"
            + " values (gen_random_uuid(), 'queued', 'lane', now(), 1)");

    assertEquals(1, waiting.ofTenant("default", 10));
    assertEquals(List.of(List.of("t")), store.query("select bool_and(api_key is null) from job"));
  }

  @Test
  void theyAreCountedInIndexesOnly() throws SQLException {
    Plans plans = new Plans(store);

    String ofTenant = plans.of(WaitingStore.OF_TENANT);
    String ofKey = plans.of(WaitingStore.OF_KEY);

    assertEquals(
        Set.of("job_list_queued", "job_list_scheduled"), Plans.indexes(ofTenant, INDEX), ofTenant);
    assertEquals(Set.of("job_key_waiting"), Plans.indexes(ofKey, INDEX), ofKey);
  }

  private void submit(String tenant, String key, int delay) {
    Plan plan = new Plan(0, null, delay == 0 ? null : Duration.ofSeconds(delay), null, 3, null);
    byte[] body = "{\"model\": \"sim\"}".getBytes(StandardCharsets.UTF_8);
    store.submit(
        new NewJob(
            JobId.next(InstantSource.system()),
            tenant,
            Optional.of(key),
            StoreFixture.LANE,
            plan,
            new Request(Endpoint.CHAT_COMPLETIONS, "sim", null, body),
            Optional.empty()));
  }
}
