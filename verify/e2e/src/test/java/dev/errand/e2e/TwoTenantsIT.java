package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.tenants.Api.Request;
import dev.errand.e2e.tenants.Tenant;
import dev.errand.e2e.tenants.TenantClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two tenants with 200 clients each, at the same time, with ids of both. No byte of one tenant's
 * data is shown to the other, and in the end each has exactly what is its own. {@code
 * -Derrand.tenants.seconds} sets how long (default: 60), {@code -Derrand.tenants.seed} the seed.
 */
@Isolated("400 clients leave others no time")
class TwoTenantsIT {

  private static final int CLIENTS = 200;
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("errand.tenants.seconds", 60));
  private static final long SEED = Long.getLong("errand.tenants.seed", 14);
  private static final Duration SETTLED = Duration.ofMinutes(5);
  private static final String[] ROLES = {"submit", "read", "manage"};
  private static final List<String> STATES =
      List.of("scheduled", "queued", "running", "succeeded", "failed", "cancelled", "expired");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Administration admin;

  @Test
  void tenantsSeeNothingOfEachOtherAndAllThatIsTheirOwn() throws Exception {
    try (Installation errand = new Installation("two-tenants", Administration.WITH_KEYS)) {
      admin = new Administration(HTTP, errand.api().uri());
      errand.startWorker("w", Map.of());
      Tenant one = new Tenant("one", admin.tenant("one", ROLES));
      Tenant two = new Tenant("two", admin.tenant("two", ROLES));

      use(one, two);

      await().atMost(SETTLED).until(() -> unfinished(one) + unfinished(two) == 0);
      Stream.of(one, two).forEach(TwoTenantsIT::report);
      assertEquals(List.of(), List.copyOf(one.findings()));
      assertEquals(List.of(), List.copyOf(two.findings()));
      check(one, two);
      check(two, one);
      assertTrue(one.deleted().size() + two.deleted().size() > 0, "nothing was deleted");
      assertEquals(count(one, "scheduled") + count(two, "scheduled"), scheduled());
      assertEquals(Set.of(), ids(one, admin.pages(admin.api(), "/v1/jobs")));
    }
  }

  private static void use(Tenant one, Tenant two) throws InterruptedException {
    long end = System.nanoTime() + TIME.toNanos();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(
                new TenantClient(one, two, i, SEED + 2L * i, () -> System.nanoTime() < end)));
        clients.add(
            threads.submit(
                new TenantClient(two, one, i, SEED + 2L * i + 1, () -> System.nanoTime() < end)));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e);
    }
  }

  /** What a tenant is shown is what its clients have been told, by each way to ask. */
  private void check(Tenant tenant, Tenant other) {
    Set<String> lasting = tenant.lasting();
    assertTrue(lasting.size() > CLIENTS / 2, () -> "too little was done: " + lasting.size());
    assertEquals(lasting, jobs(tenant, other, ""));
    assertEquals(lasting, jobs(tenant, other, "?metadata.owner=" + tenant.marker()));
    assertEquals(Set.of(), jobs(tenant, other, "?metadata.owner=" + other.marker()));
    Set<String> byState = new HashSet<>();
    for (String state : STATES) {
      jobs(tenant, other, "?state=" + state).forEach(id -> assertTrue(byState.add(id), id));
    }
    assertEquals(lasting, byState);
    Set<String> keys = ids(other, admin.pages(tenant.api(), "/v1/keys"));
    assertTrue(keys.containsAll(tenant.keys().all()), "a key is missing");
    // Its first one, and those of which it is unknown whether they were created.
    long others = keys.size() - tenant.keys().all().size() - 1;
    assertTrue(others >= 0 && others <= tenant.keysInDoubt(), () -> others + " others' keys");
    assertEquals(tenant.deleted(), deletions(tenant));
  }

  private Set<String> jobs(Tenant tenant, Tenant other, String filter) {
    return ids(other, admin.pages(tenant.api(), "/v1/jobs" + filter));
  }

  private Set<String> deletions(Tenant tenant) {
    Set<String> deleted = new TreeSet<>();
    for (JsonNode entry : admin.pages(tenant.api(), "/v1/audit")) {
      if (entry.path("what").asText().equals("job.delete")) {
        assertTrue(deleted.add(entry.path("which").asText()), () -> "audited twice: " + entry);
      }
    }
    return deleted;
  }

  private static Set<String> ids(Tenant other, List<JsonNode> things) {
    Set<String> ids = new HashSet<>();
    for (JsonNode thing : things) {
      assertTrue(ids.add(thing.path("id").asText()), () -> "listed twice: " + thing);
      assertTrue(!thing.toString().contains(other.marker()), thing::toString);
    }
    return ids;
  }

  private int count(Tenant tenant, String state) {
    return admin.pages(tenant.api(), "/v1/jobs?state=" + state).size();
  }

  private int unfinished(Tenant tenant) {
    return count(tenant, "queued") + count(tenant, "running");
  }

  private int scheduled() {
    return admin.ok(admin.api(), Request.of("GET", "/v1/lanes")).at("/data/0/scheduled").asInt();
  }

  private static void report(Tenant tenant) {
    System.out.printf(
        "tenants: %s seconds=%d jobs=%d deleted=%d keys=%d answers=%d%n",
        tenant.name(),
        TIME.toSeconds(),
        tenant.jobs().all().size(),
        tenant.deleted().size(),
        tenant.keys().all().size(),
        tenant.answered().values().stream().mapToLong(n -> n).sum());
    tenant.answered().forEach((what, count) -> System.out.printf("  %s: %d%n", what, count));
  }
}
