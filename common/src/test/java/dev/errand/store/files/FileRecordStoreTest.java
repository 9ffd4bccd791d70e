package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobId;
import dev.errand.store.files.FilePurgeStore.Deleted;
import dev.errand.store.files.FileRecordStore.Deletion;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files from the beginning of their upload to their end; they exist for their tenant only. */
class FileRecordStoreTest {

  private static final Caller CALLER = StoreFixture.caller("acme");
  private static final Caller OTHER = StoreFixture.caller("other");
  private static final UUID NONE = new UUID(0, 0);

  private final StoreFixture store = new StoreFixture();
  private final FileRecordStore records = new FileRecordStore(store.database);
  private final FileQueries queries = new FileQueries(store.database);
  private final FilePurgeStore purge = new FilePurgeStore(store.database);

  @BeforeEach
  void tenants() {
    store.execute("insert into tenant (name) values ('acme'), ('other')");
  }

  @Test
  void aFileExistsOnceItsUploadIsComplete() {
    UUID content = records.begin(CALLER, PostgresFileStore.NAME);
    assertEquals(List.of(), all(CALLER, true));

    NewFile upload = newFile("batch", 5, Optional.of(Duration.ofHours(1)));
    StoredFile file = records.complete(CALLER, content, upload).orElseThrow();

    assertEquals(content, file.content());
    assertEquals("a.jsonl", file.filename());
    assertEquals(5, file.bytes());
    assertEquals(file.createdAt().plusSeconds(3600), file.expiresAt());
    assertEquals(Optional.of(file), queries.find(CALLER, upload.id()));
    assertEquals(List.of(file.id()), all(CALLER, true));
    assertEquals(Optional.empty(), records.complete(CALLER, content, newFile("batch", 5)));
  }

  @Test
  void anotherTenantsFileDoesNotExist() {
    UUID id = file(CALLER, "batch");
    UUID content = records.begin(CALLER, PostgresFileStore.NAME);

    assertEquals(Optional.empty(), queries.find(OTHER, id));
    assertEquals(List.of(), all(OTHER, true));
    assertEquals(Deletion.UNKNOWN, records.delete(OTHER, "127.0.0.1", id));
    assertFalse(records.progress(OTHER, content, 1));
    assertEquals(Optional.empty(), records.complete(OTHER, content, newFile("batch", 1)));
    records.abandon(OTHER, content);
    assertTrue(records.progress(CALLER, content, 1));
    assertEquals(0, queries.used(OTHER, NONE));
  }

  @Test
  void pagesGoOnWhereTheOneBeforeEndedAlsoIfThatFileIsGone() {
    UUID first = file(CALLER, "batch");
    UUID second = file(CALLER, "vision");
    UUID third = file(CALLER, "batch");
    file(OTHER, "batch");

    assertEquals(List.of(third, second, first), all(CALLER, true));
    assertEquals(List.of(first, second, third), all(CALLER, false));
    assertEquals(List.of(third, first), ids(page("batch", true, Optional.empty(), 10)));
    assertEquals(List.of(first), ids(page("batch", false, Optional.empty(), 1)));
    assertEquals(Deletion.DELETED, records.delete(CALLER, "127.0.0.1", second));
    assertEquals(List.of(first), ids(page(null, true, Optional.of(second), 10)));
    assertEquals(List.of(third), ids(page(null, false, Optional.of(second), 10)));
  }

  @Test
  void aDeletedFileIsGoneAndLeavesItsIdInTheAuditLog() {
    UUID id = file(CALLER, "batch");

    assertEquals(Deletion.DELETED, records.delete(CALLER, "10.0.0.1", id));
    assertEquals(Deletion.UNKNOWN, records.delete(CALLER, "10.0.0.1", id));

    assertEquals(Optional.empty(), queries.find(CALLER, id));
    assertEquals(List.of(), all(CALLER, true));
    assertEquals(0, queries.used(CALLER, NONE));
    assertEquals(
        List.of(List.of("acme", "test", "file.delete", FileId.text(id), "10.0.0.1", "{}")),
        store.query("select tenant, who, what, which, origin, details from audit"));
  }

  @Test
  void anExpiredFileIsGoneAtOnceAndDeletedByTheNextRound() {
    UUID id = file(CALLER, "batch");
    UUID kept = file(CALLER, "batch");
    store.execute("update file set expires_at = now() where id = '%s'".formatted(id));

    assertEquals(Optional.empty(), queries.find(CALLER, id));
    assertEquals(List.of(kept), all(CALLER, true));
    assertEquals(Deletion.UNKNOWN, records.delete(CALLER, "127.0.0.1", id));
    assertEquals(1, purge.expire(10));
    assertEquals(0, purge.expire(10));
    assertEquals(1, purge.deleted(PostgresFileStore.NAME, 10).size());
  }

  @Test
  void anUploadOfWhichNothingIsHeardIsGivenUp() {
    UUID silent = records.begin(CALLER, PostgresFileStore.NAME);
    UUID alive = records.begin(CALLER, PostgresFileStore.NAME);
    file(CALLER, "batch");
    store.execute("update file set active_at = now() - interval '1 h'");
    assertTrue(records.progress(CALLER, alive, 7));

    assertEquals(1, purge.giveUp(Duration.ofMinutes(30), 10));
    assertEquals(
        List.of(new Deleted(silent, Optional.empty())), purge.deleted(PostgresFileStore.NAME, 10));
    assertFalse(records.progress(CALLER, silent, 8));
    assertEquals(Optional.empty(), records.complete(CALLER, silent, newFile("batch", 8)));
    assertTrue(records.complete(CALLER, alive, newFile("batch", 8)).isPresent());
  }

  @Test
  void uploadsInProgressCountAsFarAsTheyAreKnown() {
    file(CALLER, "batch");
    UUID running = records.begin(CALLER, PostgresFileStore.NAME);
    UUID own = records.begin(CALLER, PostgresFileStore.NAME);
    records.progress(CALLER, running, 30);
    records.progress(CALLER, own, 400);

    assertEquals(35, queries.used(CALLER, own));
  }

  @Test
  void aFileIsForgottenOnceItsBytesAreErased() {
    UUID content = records.begin(CALLER, PostgresFileStore.NAME);
    store.execute("insert into file_chunk values ('%s', 0, 'x')".formatted(content));
    assertFalse(purge.forget(content));
    records.abandon(CALLER, content);

    assertFalse(purge.forget(content));
    store.execute("delete from file_chunk");
    assertTrue(purge.forget(content));
    assertFalse(purge.forget(content));
    assertEquals(List.of(), store.query("select content from file"));
  }

  private UUID file(Caller caller, String purpose) {
    NewFile file = newFile(purpose, 5);
    records.complete(caller, records.begin(caller, PostgresFileStore.NAME), file).orElseThrow();
    return file.id();
  }

  private static NewFile newFile(String purpose, long bytes) {
    return newFile(purpose, bytes, Optional.empty());
  }

  private static NewFile newFile(String purpose, long bytes, Optional<Duration> expiresAfter) {
    return new NewFile(JobId.next(InstantSource.system()), purpose, "a.jsonl", bytes, expiresAfter);
  }

  private List<UUID> all(Caller caller, boolean newestFirst) {
    return queries.list(caller, page(null, newestFirst, Optional.empty(), 100)).stream()
        .map(StoredFile::id)
        .toList();
  }

  private List<UUID> ids(FileQueries.Page page) {
    return queries.list(CALLER, page).stream().map(StoredFile::id).toList();
  }

  private static FileQueries.Page page(
      String purpose, boolean newestFirst, Optional<UUID> after, int limit) {
    return new FileQueries.Page(purpose, newestFirst, after, limit);
  }
}
