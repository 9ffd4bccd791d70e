package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists among more jobs than one scan examines, with every kind of filter. */
class JobListTest {

  private static final int JOBS = 12_000;

  private static final int LIMIT = 100;

  private static StoreFixture store;

  /** In the order of their numbers: old jobs have succeeded, new ones are queued. */
  @BeforeAll
  static void fill() {
    store = new StoreFixture();
    store.execute(
        """
        create table numbered as
        select n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
          case when n > 6000 then 'queued' when n %% 1000 = 0 then 'failed'
            when n %% 1000 = 1 then 'cancelled' else 'succeeded' end as state,
          case when n in (7, 11999) then 'rare' when n %% 10 = 0 then 'gpu' else 'cpu' end as lane,
          case when n in (9, 11997) then 'rare' when n %% 10 = 0 then 'llama' else 'gpt' end as model,
          jsonb_build_object('env', 'prod', 'parity', case when n %% 2 = 0 then 'even' else 'odd' end,
            'number', n::text, 'half', case when n <= 6000 then 'old' else 'new' end) as metadata
        from generate_series(1, %d) n
        """
            .formatted(JOBS));
    store.execute(
        """
        insert into job (id, state, lane, run_at, max_attempts, ended_at)
        select id, state, lane, now(), 3, case when state <> 'queued' then now() end from numbered
        """);
    store.execute(
        """
        insert into job_request (job_id, endpoint, model, metadata, body)
        select id, '/v1/responses', model, metadata, '' from numbered
        """);
    store.execute("analyze job, job_request");
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of("", "true"),
        Arguments.of("state=queued", "state = 'queued'"),
        Arguments.of("state=succeeded", "state = 'succeeded'"),
        Arguments.of("state=failed,cancelled", "state in ('failed', 'cancelled')"),
        Arguments.of("state=running", "false"),
        Arguments.of("state=expired", "false"),
        Arguments.of("lane=rare", "lane = 'rare'"),
        Arguments.of("lane=gpu", "lane = 'gpu'"),
        Arguments.of("lane=none", "false"),
        Arguments.of("state=queued lane=rare", "lane = 'rare' and n > 6000"),
        Arguments.of("state=failed lane=gpu", "state = 'failed'"),
        Arguments.of("state=failed lane=cpu", "false"),
        Arguments.of("model=rare", "model = 'rare'"),
        Arguments.of("model=none", "false"),
        Arguments.of("state=queued model=llama", "n > 6000 and model = 'llama'"),
        Arguments.of("state=succeeded model=rare", "n = 9"),
        Arguments.of("lane=gpu model=gpt", "false"),
        Arguments.of("env=prod", "true"),
        Arguments.of("number=5", "n = 5"),
        Arguments.of("number=none", "false"),
        Arguments.of("parity=odd number=4711", "n = 4711"),
        Arguments.of("parity=even number=4711", "false"),
        Arguments.of("half=old", "n <= 6000"),
        Arguments.of("state=queued half=old", "false"),
        Arguments.of("state=failed env=prod", "state = 'failed'"),
        Arguments.of("state=cancelled parity=even", "false"),
        Arguments.of("lane=gpu half=old parity=even", "lane = 'gpu' and n <= 6000"),
        Arguments.of("state=succeeded model=llama half=new", "false"),
        Arguments.of("lane=rare model=gpt env=prod", "lane = 'rare'"));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("filters")
  void allPagesTogetherHoldJustTheJobsThatFitNewestFirst(String filter, String sql) {
    List<UUID> expected =
        store.query("select id from numbered where %s order by n desc".formatted(sql)).stream()
            .map(row -> UUID.fromString(row.getFirst()))
            .toList();

    assertEquals(expected, walk(filter(filter), Optional.empty()));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("filters")
  void aPageFromTheMiddleOnHoldsOlderJobsAlone(String filter, String sql) {
    List<UUID> expected =
        store
            .query("select id from numbered where n < 5000 and (%s) order by n desc".formatted(sql))
            .stream()
            .map(row -> UUID.fromString(row.getFirst()))
            .toList();
    UUID middle = UUID.fromString("01900000-0000-7000-8000-%012x".formatted(5000));

    assertEquals(expected, walk(filter(filter), Optional.of(middle)));
  }

  /** All pages, on one connection. */
  private static List<UUID> walk(JobFilter filter, Optional<UUID> from) {
    return store.database.statement(
        connection -> {
          List<UUID> found = new ArrayList<>();
          Optional<Place> next = from.map(Place::of);
          int pages = 0;
          do {
            JobsFound page =
                JobList.read(
                    connection, Caller.open(), filter, new Paging(Order.CREATED, next, LIMIT));
            assertTrue(page.jobs().size() <= LIMIT);
            page.jobs().forEach(job -> found.add(job.job().id()));
            next = page.next();
            pages++;
          } while (next.isPresent() && pages <= JOBS / LIMIT);
          assertTrue(next.isEmpty(), "the list does not come to its end");
          return found;
        });
  }

  /** In the form {@code state=a,b lane=l model=m}; any other name is a metadata key. */
  private static JobFilter filter(String text) {
    Set<JobState> states = Set.of();
    Optional<String> lane = Optional.empty();
    Optional<String> model = Optional.empty();
    Map<String, String> metadata = new HashMap<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] pair = part.split("=");
      switch (pair[0]) {
        case "state" ->
            states =
                Stream.of(pair[1].split(","))
                    .map(state -> JobState.of(state).orElseThrow())
                    .collect(Collectors.toSet());
        case "lane" -> lane = Optional.of(pair[1]);
        case "model" -> model = Optional.of(pair[1]);
        default -> metadata.put(pair[0], pair[1]);
      }
    }
    return new JobFilter(states, lane, model, metadata);
  }
}
