package dev.errand.store.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.content.JobContent.Part;
import dev.errand.tenant.Caller;
import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was submitted and answered, and who read it. */
class ContentStoreTest {

  private static final String ORIGIN = "10.1.2.3";
  private static final Usage USAGE = new Usage(1L, 2L, 3L);

  private final StoreFixture store = new StoreFixture();
  private final ContentStore contents = new ContentStore(store.database);

  @Test
  void aRequestIsReadAsItWasSubmittedAndRecorded() {
    UUID id = store.submit();

    byte[] request = contents.request(Caller.open(), ORIGIN, id).orElseThrow();

    assertEquals("{\"model\": \"sim\"}", new String(request, UTF_8));
    assertEquals(List.of(List.of("default", "open", id.toString(), ORIGIN)), audited());
  }

  @Test
  void anotherTenantsRequestIsUnknownAndNothingIsRecorded() {
    UUID id = store.submit();

    assertEquals(Optional.empty(), contents.request(StoreFixture.caller("other"), ORIGIN, id));
    assertEquals(Optional.empty(), contents.request(Caller.open(), ORIGIN, UUID.randomUUID()));
    assertEquals(List.of(), audited());
  }

  @Test
  void onlyWhatIsAskedForIsRead() {
    UUID id = succeeded("{\"a\": 1}");

    JobContent answer = read(List.of(id), EnumSet.of(Part.ANSWER)).getFirst();
    JobContent usage = read(List.of(id), EnumSet.of(Part.USAGE)).getFirst();

    assertArrayEquals("{\"a\": 1}".getBytes(UTF_8), answer.answer());
    assertNull(answer.request());
    assertNull(answer.usage());
    assertEquals(new JobContent(null, null, USAGE), usage);
    assertEquals(JobContent.NONE, read(List.of(id), Set.of()).getFirst());
    assertEquals(List.of(), audited());
  }

  @Test
  void jobsKeepTheirOrderAndThoseThatAreGoneHaveNothing() {
    UUID one = succeeded("1");
    UUID other = succeeded("2");
    UUID queued = store.submit();

    List<JobContent> read =
        read(List.of(other, UUID.randomUUID(), one, queued), EnumSet.of(Part.ANSWER, Part.USAGE));

    assertEquals(4, read.size());
    assertEquals("2", new String(read.get(0).answer(), UTF_8));
    assertEquals(JobContent.NONE, read.get(1));
    assertEquals("1", new String(read.get(2).answer(), UTF_8));
    assertEquals(JobContent.NONE, read.get(3));
  }

  @Test
  void noMoreIsReadThanThereIsRoomFor() {
    String half = "\"" + "x".repeat(ContentStore.BYTES / 2) + "\"";
    List<UUID> ids = Stream.generate(() -> succeeded(half)).limit(4).toList();

    List<JobContent> read = read(ids, EnumSet.of(Part.ANSWER));

    assertEquals(2, read.size());
    assertNotNull(read.get(1).answer());
    assertEquals(4, read(ids, EnumSet.of(Part.USAGE)).size());
  }

  @Test
  void everythingIsLookedUp() throws SQLException {
    String plan = new Plans(store).of(ContentStore.sql(EnumSet.allOf(Part.class)));

    assertEquals(
        new TreeSet<>(Set.of("job_pkey", "job_request_pkey", "job_result_pkey", "attempt_pkey")),
        Plans.indexes(plan, "\\w+"),
        plan);
  }

  private List<JobContent> read(List<UUID> ids, Set<Part> parts) {
    return contents.contents(Caller.open(), ORIGIN, ids, parts);
  }

  private UUID succeeded(String answer) {
    UUID id = store.submit();
    ClaimedJob claimed = store.claim("w", 1).getFirst();
    assertEquals(id, claimed.lease().job());
    Call call = new Call(200, "req_1", USAGE);
    store.leases.end(
        "w", List.of(AttemptEnd.succeeded(claimed.lease(), answer.getBytes(UTF_8), call)));
    return id;
  }

  private List<List<String>> audited() {
    return store.query(
        "select tenant, who, which, origin from audit where what = 'job.request.read'");
  }
}
