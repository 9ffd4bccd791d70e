package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobId;
import dev.errand.store.read.JobFilter.Span;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists by end and by creation, filtered by time, error and batch. */
class EndedListTest {

  private static final int LIMIT = 7;

  private static StoreFixture store;

  @BeforeAll
  static void fill() {
    store = FoundJobs.fill();
  }

  static Stream<Arguments> filters() {
    return FoundJobs.filters();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("filters")
  void whatEndedLastComesFirst(JobFilter filter, String condition) {
    assertEquals(
        FoundJobs.expected(
            store, condition + " and ended_at is not null", "ended_at desc, id desc"),
        walk(filter, Order.ENDED));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("filters")
  void whatWasCreatedLastComesFirst(JobFilter filter, String condition) {
    assertEquals(FoundJobs.expected(store, condition, "id desc"), walk(filter, Order.CREATED));
  }

  @Test
  void failedJobsHaveTheirErrors() {
    JobSummary failed = first(filterOf(Span.ALWAYS, Optional.of("timeout")));
    JobSummary succeeded =
        first(new JobFilter(Set.of(), Optional.empty(), Optional.of("rare"), Map.of()));

    assertEquals(
        Optional.of(new JobSummary.LastError("timeout", "no answer", null)), failed.error());
    assertEquals(Optional.empty(), succeeded.error());
  }

  /** All were created in the same millisecond: the times are those of the ids. */
  @Test
  void jobsAreFoundByTheTimeInTheirIds() {
    Instant then = Instant.ofEpochMilli(0x019000000000L);
    Span from = new Span(Optional.of(then), Optional.empty());
    Span since = new Span(Optional.of(then.plusNanos(1)), Optional.empty());
    Span until = new Span(Optional.empty(), Optional.of(then));
    Span to = new Span(Optional.empty(), Optional.of(then.plusNanos(1)));

    assertEquals(new UUID(0x0190000000000000L, 0), JobId.first(then));
    assertEquals(FoundJobs.JOBS, walk(filterOf(from, Optional.empty()), Order.CREATED).size());
    assertEquals(List.of(), walk(filterOf(since, Optional.empty()), Order.CREATED));
    assertEquals(List.of(), walk(filterOf(until, Optional.empty()), Order.CREATED));
    assertEquals(FoundJobs.JOBS, walk(filterOf(to, Optional.empty()), Order.CREATED).size());
  }

  /** Not even the place where to continue, which would be the id of a job. */
  @Test
  void anotherTenantsBatchHasNoLines() {
    JobFilter lines =
        new JobFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Span.ALWAYS,
            Span.ALWAYS,
            Optional.empty(),
            Optional.of(FoundJobs.BATCH));
    JobQueries queries = new JobQueries(store.database);

    for (Order order : Order.values()) {
      Paging paging = new Paging(order, Optional.empty(), 1);
      assertEquals(JobsFound.NONE, queries.list(StoreFixture.caller("other"), lines, paging));
      assertEquals(1, queries.list(Caller.open(), lines, paging).jobs().size());
    }
  }

  private static JobFilter filterOf(Span created, Optional<String> errorType) {
    return new JobFilter(
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        created,
        Span.ALWAYS,
        errorType,
        Optional.empty());
  }

  private static JobSummary first(JobFilter filter) {
    Paging paging = new Paging(Order.ENDED, Optional.empty(), 1);
    return new JobQueries(store.database).list(Caller.open(), filter, paging).jobs().getFirst();
  }

  /** All pages, on one connection. */
  private static List<UUID> walk(JobFilter filter, Order order) {
    return store.database.statement(
        connection -> {
          List<UUID> found = new ArrayList<>();
          Optional<Place> next = Optional.empty();
          int pages = 0;
          do {
            JobsFound page =
                JobList.read(connection, Caller.open(), filter, new Paging(order, next, LIMIT));
            assertTrue(page.jobs().size() <= LIMIT);
            page.jobs().forEach(job -> found.add(job.job().id()));
            next = page.next();
            pages++;
          } while (next.isPresent() && pages <= FoundJobs.JOBS / LIMIT + 1);
          assertTrue(next.isEmpty(), "the list does not come to its end");
          return found;
        });
  }
}
