package dev.errand.store.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobState;
import dev.errand.store.files.FilePurgeStore;
import dev.errand.store.files.FilePurgeStore.Deleted;
import dev.errand.store.files.PostgresFileStore;
import dev.errand.testing.BatchRows;
import dev.errand.testing.StoreFixture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deleted view takes the jobs of its part with it, and nothing else. */
class BatchPurgeStoreTest {

  private final StoreFixture store = new StoreFixture();
  private final BatchRows rows = new BatchRows(store.database);
  private final BatchPurgeStore purge = new BatchPurgeStore(store.database);
  private final FilePurgeStore files = new FilePurgeStore(store.database);
  private UUID batch;
  private UUID output;

  @BeforeEach
  void aBatchThatHasEnded() {
    batch = rows.batch("default");
    for (int line = 0; line < 5; line++) {
      UUID job = rows.succeeded(batch, line, "{}");
      store.execute(
          "insert into attempt (job_id, number, life, worker, started_at, outcome)"
              + " values ('%s', 1, 1, 'w', now(), 'succeeded')".formatted(job));
    }
    rows.failed(batch, 5, 500, "provider_error");
    rows.line(batch, 6, JobState.CANCELLED);
    rows.ended(batch, 0, 1, 2, 3);
    rows.ended(batch, 4, 5, 6);
    rows.end(batch, "completed");
    output = rows.view(batch, Part.OUTPUT, 1000);
  }

  @Test
  void aPartIsErasedInChunksAndTheOtherOneStays() {
    assertEquals(2, purge.eraseLines(batch, Part.OUTPUT, 2));
    assertEquals(2, purge.eraseLines(batch, Part.OUTPUT, 2));
    assertEquals(1, purge.eraseLines(batch, Part.OUTPUT, 2));
    assertEquals(0, purge.eraseLines(batch, Part.OUTPUT, 2));
    assertEquals(List.of("2", "2", "1", "0"), counts());

    assertEquals(2, purge.eraseLines(batch, Part.ERROR, 10));
    assertEquals(List.of("0", "0", "0", "0"), counts());
  }

  @Test
  void theOrderOfTheEndsStaysAsLongAsALineOfTheBatch() {
    purge.eraseLines(batch, Part.OUTPUT, 10);
    assertEquals(0, purge.eraseEndings(batch, 10));

    purge.eraseLines(batch, Part.ERROR, 10);
    assertEquals(1, purge.eraseEndings(batch, 1));
    assertEquals(1, purge.eraseEndings(batch, 10));
    assertEquals(0, purge.eraseEndings(batch, 10));
  }

  @Test
  void aViewIsForgottenOnceItsLinesAreErased() {
    store.execute("update file set deleted_at = now() where id = '%s'".formatted(output));
    Deleted deleted = files.deleted(PostgresFileStore.NAME, 10).getFirst();
    assertEquals(Optional.of(new BatchPart(batch, Part.OUTPUT)), deleted.view());

    purge.eraseLines(batch, Part.OUTPUT, 4);
    assertFalse(files.forget(deleted.content()), "a line is left");
    purge.eraseLines(batch, Part.OUTPUT, 4);
    assertTrue(files.forget(deleted.content()));
    assertEquals(List.of(), files.deleted(PostgresFileStore.NAME, 10));
  }

  /** Jobs, requests, results, attempts. */
  private List<String> counts() {
    return store
        .query(
            """
            select (select count(*) from job), (select count(*) from job_request),
              (select count(*) from job_result), (select count(*) from attempt)
            """)
        .getFirst();
  }
}
