package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How long the ended jobs of each tenant are kept. */
class RetentionTest {

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);

  @Test
  void aTenantsRetentionShortensThatOfTheService() {
    store.execute("insert into tenant (name, retention_seconds) values ('a', 60), ('b', null)");
    endedAgo("a", "2 min");
    UUID recent = endedAgo("a", "30 s");
    UUID another = endedAgo("b", "2 min");
    UUID unfinished = queued("a");

    assertEquals(1, store.dispatch.purge(Duration.ofDays(1), 10));

    assertEquals(Set.of(recent, another, unfinished), left());
  }

  @Test
  void aTenantsRetentionNeverExceedsThatOfTheService() {
    store.execute("insert into tenant (name, retention_seconds) values ('a', 864000)");
    endedAgo("a", "2 d");
    UUID recent = endedAgo("a", "12 h");

    assertEquals(1, store.dispatch.purge(Duration.ofDays(1), 10));

    assertEquals(Set.of(recent), left());
  }

  @Test
  void purgesTheJobsOfAllTenantsInChunks() {
    for (int i = 0; i < 3; i++) {
      endedAgo("a", "2 d");
      endedAgo("nobody", "2 d");
      endedAgo("z", "2 d");
    }
    UUID recent = endedAgo("b", "1 h");

    assertEquals(4, store.dispatch.purge(Duration.ofDays(1), 4));
    assertEquals(4, store.dispatch.purge(Duration.ofDays(1), 4));
    assertEquals(1, store.dispatch.purge(Duration.ofDays(1), 4));
    assertEquals(0, store.dispatch.purge(Duration.ofDays(1), 4));

    assertEquals(Set.of(recent), left());
  }

  @Test
  void aJobThatSomebodyElseHasLockedDelaysNoOther() throws SQLException {
    UUID locked = endedAgo("a", "3 d");
    endedAgo("a", "2 d");
    endedAgo("b", "2 d");
    try (Connection other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from job where id = '%s' for update".formatted(locked));

      assertEquals(2, store.dispatch.purge(Duration.ofDays(1), 10));
    }
    assertEquals(Set.of(locked), left());
  }

  private UUID queued(String tenant) {
    NewJob job = newJob(plan(0));
    return store.submit(
        new NewJob(
            job.id(), tenant, Optional.empty(), LANE, job.plan(), job.request(), Optional.empty()));
  }

  private UUID endedAgo(String tenant, String age) {
    UUID id = queued(tenant);
    store.execute(
        "update job set state = 'cancelled', ended_at = now() - interval '%s' where id = '%s'"
            .formatted(age, id));
    return id;
  }

  private Set<UUID> left() {
    return store.query("select id from job").stream()
        .map(row -> UUID.fromString(row.getFirst()))
        .collect(Collectors.toSet());
  }
}
