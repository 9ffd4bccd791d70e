package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobId;
import dev.errand.store.files.FileStore.Piece;
import dev.errand.store.files.PartedUpload.State;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads in parts, from their beginning to the file that they become. */
class UploadStoreTest {

  private static final int CHUNK = PostgresFileStore.CHUNK;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Caller CALLER = StoreFixture.caller("acme");
  private static final Caller OTHER = StoreFixture.caller("other");
  private static final UUID NONE = new UUID(0, 0);

  private final StoreFixture store = new StoreFixture();
  private final UploadStore uploads = new UploadStore(store.database);
  private final UploadPartStore parts = new UploadPartStore(store.database);
  private final FileRecordStore records = new FileRecordStore(store.database);
  private final FileQueries queries = new FileQueries(store.database);
  private final FilePurgeStore purge = new FilePurgeStore(store.database);
  private final PostgresFileStore files = new PostgresFileStore(store.database);

  @BeforeEach
  void tenants() {
    store.execute("insert into tenant (name) values ('acme'), ('other')");
  }

  @Test
  void anUploadIsCompletedFromItsPartsInTheirOrder() throws IOException {
    byte[] bytes = new byte[2 * CHUNK + 1000];
    new Random(1).nextBytes(bytes);
    UUID upload = upload(bytes.length);
    UUID last = part(upload, Arrays.copyOfRange(bytes, CHUNK + 7, bytes.length));
    UUID first = part(upload, Arrays.copyOf(bytes, CHUNK + 7));
    UUID unused = part(upload, new byte[10]);
    assertEquals(
        Map.of(last, CHUNK + 993L, first, CHUNK + 7L, unused, 10L), parts.list(CALLER, upload));
    assertEquals(bytes.length + 10, queries.used(CALLER, NONE));

    StoredFile file = complete(upload, List.of(first, last)).orElseThrow();

    assertEquals("a.jsonl", file.filename());
    assertEquals("batch", file.purpose());
    assertEquals(bytes.length, file.bytes());
    assertEquals(file.createdAt().plus(HOUR), file.expiresAt());
    assertEquals(Optional.of(file), queries.find(CALLER, file.id()));
    assertEquals(Optional.of(file), queries.ofUpload(CALLER, upload));
    assertEquals(State.COMPLETED, uploads.find(CALLER, upload).orElseThrow().state());
    assertEquals(bytes.length, queries.used(CALLER, NONE));
    for (int from : List.of(0, 1, CHUNK, CHUNK + 6, CHUNK + 7, 2 * CHUNK, bytes.length)) {
      assertArrayEquals(
          Arrays.copyOfRange(bytes, from, bytes.length),
          files.read(file.content(), from).readAllBytes());
    }
    assertEquals(3, purge.deleted(PostgresFileStore.NAME, 10).size());
    assertEquals(Optional.empty(), uploads.cancel(CALLER, upload));
    assertEquals(Optional.empty(), parts.begin(CALLER, upload));
  }

  /** A service may die at any point of it; the client completes the upload again. */
  @Test
  void joiningIsContinuedWithTheSamePartsOnly() throws IOException {
    UUID upload = upload(3);
    UUID first = part(upload, new byte[] {1, 2});
    UUID second = part(upload, new byte[] {3});
    assertTrue(uploads.join(CALLER, upload, List.of(first, second)));
    files.join(List.of(new Piece(first, 2)), upload);

    assertFalse(uploads.join(CALLER, upload, List.of(second, first)));
    StoredFile file = complete(upload, List.of(first, second)).orElseThrow();

    assertArrayEquals(new byte[] {1, 2, 3}, files.read(file.content(), 0).readAllBytes());
    assertFalse(uploads.join(CALLER, upload, List.of(first, second)));
    assertEquals(Optional.empty(), uploads.complete(CALLER, upload, id()));
  }

  /** Postgres keeps what is stored out of line where it is. */
  @Test
  void movedBytesAreNotCopied() throws IOException {
    UUID upload = upload(4 * CHUNK);
    UUID part = part(upload, new byte[4 * CHUNK]);
    String size = "select pg_total_relation_size(reltoastrelid) from pg_class";
    String where = " where oid = 'file_chunk'::regclass";
    List<List<String>> before = store.query(size + where);

    complete(upload, List.of(part)).orElseThrow();

    assertEquals(before, store.query(size + where));
  }

  @Test
  void aCancelledUploadIsErased() throws IOException {
    UUID upload = upload(1);
    part(upload, new byte[1]);
    UUID inProgress = parts.begin(CALLER, upload).orElseThrow();

    assertEquals(State.CANCELLED, uploads.cancel(CALLER, upload).orElseThrow().state());

    assertEquals(Optional.empty(), uploads.cancel(CALLER, upload));
    assertEquals(State.CANCELLED, uploads.find(CALLER, upload).orElseThrow().state());
    assertEquals(Map.of(), parts.list(CALLER, upload));
    assertEquals(Optional.empty(), parts.complete(CALLER, inProgress, 1));
    assertThrows(GoneFileException.class, () -> write(inProgress, new byte[1]));
    assertFalse(uploads.join(CALLER, upload, List.of()));
    assertEquals(2, purge.deleted(PostgresFileStore.NAME, 10).size());
  }

  @Test
  void anUploadThatIsCancelledWhileItIsJoinedBecomesNoFile() throws IOException {
    UUID upload = upload(1);
    UUID part = part(upload, new byte[1]);
    assertTrue(uploads.join(CALLER, upload, List.of(part)));
    assertTrue(uploads.cancel(CALLER, upload).isPresent());

    files.join(List.of(new Piece(part, 1)), upload);

    assertEquals(Optional.empty(), uploads.complete(CALLER, upload, id()));
    for (FilePurgeStore.Deleted deleted : purge.deleted(PostgresFileStore.NAME, 10)) {
      files.erase(deleted.content());
      assertTrue(purge.forget(deleted.content()));
    }
    assertEquals(List.of(List.of("0")), store.query("select count(*) from file"));
  }

  @Test
  void anExpiredUploadIsErasedAndACompletedOnesFileStays() throws IOException {
    UUID completed = upload(1);
    StoredFile file = complete(completed, List.of(part(completed, new byte[1]))).orElseThrow();
    UUID pending = upload(1);
    part(pending, new byte[1]);
    UUID late = upload(1);
    store.execute("update upload set expires_at = now() where id <> '%s'".formatted(late));

    assertEquals(Optional.empty(), uploads.find(CALLER, pending));
    assertEquals(Optional.empty(), parts.begin(CALLER, pending));
    assertFalse(uploads.join(CALLER, pending, List.of()));
    assertEquals(0, purge.expireUploads(10));
    store.execute(
        "update upload set expires_at = now() - interval '2 min' where id <> '%s'".formatted(late));
    assertEquals(1, purge.expireUploads(1));
    assertEquals(1, purge.expireUploads(10));

    assertEquals(Map.of(), parts.list(CALLER, pending));
    assertEquals(Optional.of(file), queries.find(CALLER, file.id()));
    assertTrue(uploads.find(CALLER, late).isPresent());
    assertEquals(2, purge.deleted(PostgresFileStore.NAME, 10).size());
  }

  /** They wait for their client as long as the upload exists. */
  @Test
  void theSilenceOfAPartEndsNothing() {
    UUID upload = upload(1);
    parts.begin(CALLER, upload).orElseThrow();
    store.execute("update file set active_at = now() - interval '1 day'");

    assertEquals(0, purge.giveUp(Duration.ofMinutes(10), 10));
  }

  @Test
  void anotherTenantsUploadDoesNotExist() throws IOException {
    UUID upload = upload(1);
    UUID part = part(upload, new byte[1]);

    assertEquals(Optional.empty(), uploads.find(OTHER, upload));
    assertEquals(Optional.empty(), parts.begin(OTHER, upload));
    assertEquals(Optional.empty(), parts.complete(OTHER, part, 5));
    assertEquals(Map.of(), parts.list(OTHER, upload));
    assertFalse(uploads.join(OTHER, upload, List.of(part)));
    assertEquals(Optional.empty(), uploads.cancel(OTHER, upload));
    assertTrue(uploads.join(CALLER, upload, List.of(part)));
    assertEquals(Optional.empty(), uploads.complete(OTHER, upload, id()));
    StoredFile file = complete(upload, List.of(part)).orElseThrow();
    assertEquals(Optional.empty(), queries.ofUpload(OTHER, file.content()));
  }

  private UUID upload(long bytes) {
    NewUpload upload = new NewUpload(bytes, "a.jsonl", "batch", Optional.of(HOUR));
    PartedUpload created = uploads.create(CALLER, upload, PostgresFileStore.NAME, HOUR);
    assertEquals(State.PENDING, created.state());
    assertEquals(created.createdAt().plus(HOUR), created.expiresAt());
    assertEquals(Optional.of(created), uploads.find(CALLER, created.id()));
    return created.id();
  }

  private UUID part(UUID upload, byte[] bytes) throws IOException {
    UUID part = parts.begin(CALLER, upload).orElseThrow();
    write(part, bytes);
    assertTrue(records.progress(CALLER, part, bytes.length));
    assertTrue(parts.complete(CALLER, part, bytes.length).isPresent());
    return part;
  }

  private void write(UUID part, byte[] bytes) throws IOException {
    try (OutputStream out = files.write(part)) {
      out.write(bytes);
    }
  }

  private Optional<StoredFile> complete(UUID upload, List<UUID> order) {
    Map<UUID, Long> bytes = parts.list(CALLER, upload);
    assertTrue(uploads.join(CALLER, upload, order));
    files.join(order.stream().map(part -> new Piece(part, bytes.get(part))).toList(), upload);
    return uploads.complete(CALLER, upload, id());
  }

  private static UUID id() {
    return JobId.next(InstantSource.system());
  }
}
