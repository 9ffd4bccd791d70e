package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.batch.Part;
import dev.errand.store.files.FileRecordStore.Deletion;
import dev.errand.tenant.Caller;
import dev.errand.testing.BatchRows;
import dev.errand.testing.StoreFixture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch keeps the file that it reads, until it has ended. */
class BatchInputTest {

  private static final Caller CALLER = StoreFixture.caller("default");
  private static final UUID ID = new UUID(1, 1);

  private final StoreFixture store = new StoreFixture();
  private final BatchRows rows = new BatchRows(store.database);
  private final FileRecordStore records = new FileRecordStore(store.database);
  private final FileQueries queries = new FileQueries(store.database);
  private final FilePurgeStore purge = new FilePurgeStore(store.database);
  private UUID content;
  private UUID batch;

  @BeforeEach
  void aBatchThatReadsAFile() {
    content = records.begin(CALLER, PostgresFileStore.NAME);
    records.complete(CALLER, content, new NewFile(ID, "batch", "a.jsonl", 7, Optional.empty()));
    batch = rows.batch("default", ID, content);
  }

  @Test
  void itCannotBeDeletedBeforeTheBatchHasEnded() {
    assertEquals(Deletion.IN_USE, delete());
    assertEquals(Deletion.UNKNOWN, records.delete(StoreFixture.caller("other"), "::1", ID));
    assertEquals(List.of(), store.query("select what from audit"));

    rows.end(batch, "cancelled");
    assertEquals(Deletion.DELETED, delete());
    assertEquals(Deletion.UNKNOWN, delete());
    assertEquals(List.of(List.of("file.delete")), store.query("select what from audit"));
  }

  /** It may expire, and a batch may be created at the moment at which it is deleted. */
  @Test
  void itsBytesAreNotErasedBeforeTheBatchHasEnded() {
    store.execute("update file set deleted_at = now()");
    assertEquals(List.of(), deleted());

    rows.end(batch, "expired");
    assertEquals(List.of(content), deleted());
  }

  @Test
  void viewsAreNotCountedAsStored() {
    UUID view = rows.view(batch, Part.ERROR, 1_000_000);

    assertEquals(7, queries.used(CALLER, new UUID(0, 0)));
    StoredFile file = queries.find(CALLER, view).orElseThrow();
    assertEquals(1_000_000, file.bytes());
    assertEquals(Part.ERROR, file.view().orElseThrow().part());
    assertEquals(Optional.empty(), queries.find(CALLER, ID).orElseThrow().view());
  }

  private List<UUID> deleted() {
    return purge.deleted(PostgresFileStore.NAME, 10).stream()
        .map(FilePurgeStore.Deleted::content)
        .toList();
  }

  private Deletion delete() {
    return records.delete(CALLER, "::1", ID);
  }
}
