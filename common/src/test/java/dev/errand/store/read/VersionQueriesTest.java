package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionQueriesTest {

  private static final int CROWD = 500;

  private final StoreFixture store = new StoreFixture();
  private final VersionQueries versions = new VersionQueries(store.database);

  @AfterEach
  void close() {
    versions.close();
  }

  @Test
  void aJobsVersionIsItsState() {
    UUID id = store.submit();
    assertEquals(Optional.of("queued 0 1"), told("default", id));
    store.claim("worker-1", 1);
    assertEquals(Optional.of("running 1 1"), told("default", id));
  }

  @Test
  void anUnknownJobHasNone() {
    assertEquals(Optional.empty(), told("default", UUID.randomUUID()));
  }

  @Test
  void anotherTenantsJobHasNone() {
    assertEquals(Optional.empty(), told("another", store.submit()));
  }

  @Test
  void eachOfACrowdGetsItsOwnAnswer() throws Exception {
    UUID queued = store.submit();
    UUID cancelled = store.submit();
    store.jobs.cancel(Caller.open(), cancelled);
    List<Future<Optional<String>>> answers = new ArrayList<>();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CROWD; i++) {
        answers.add(crowd.submit(() -> told("default", queued)));
        answers.add(crowd.submit(() -> told("default", cancelled)));
        answers.add(crowd.submit(() -> told("another", queued)));
        answers.add(crowd.submit(() -> told("default", UUID.randomUUID())));
      }
    }
    List<Optional<String>> four =
        List.of(
            Optional.of("queued 0 1"),
            Optional.of("cancelled 0 1"),
            Optional.empty(),
            Optional.empty());
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(four.get(i % four.size()), answers.get(i).get());
    }
  }

  private Optional<String> told(String tenant, UUID id) {
    return versions.version(StoreFixture.caller(tenant), id).map(VersionQueriesTest::text);
  }

  private static String text(JobVersion version) {
    JobState state = version.state();
    return state.text() + " " + version.attempt() + " " + version.life();
  }
}
