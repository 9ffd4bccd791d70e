package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.FileStoreContract;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresFileStoreTest extends FileStoreContract {

  private static final int CHUNK = PostgresFileStore.CHUNK;

  private final PostgresFileStore store = new PostgresFileStore(fixture.database);

  @Override
  protected FileStore store() {
    return store;
  }

  @Override
  protected String name() {
    return PostgresFileStore.NAME;
  }

  @Test
  void chunksAreStoredWhileTheUploadGoesOn() throws IOException {
    UUID content = begin();
    OutputStream out = store.write(content);

    out.write(random(2 * CHUNK + 1));
    assertEquals(List.of("0", "1"), chunks(content));
    out.close();
    assertEquals(List.of("0", "1", "2"), chunks(content));
  }

  /** Otherwise Postgres would compress each chunk in vain. */
  @Test
  void chunksAreNotCompressed() {
    assertEquals(
        List.of(List.of("e")),
        fixture.query(
            "select attstorage from pg_attribute"
                + " where attrelid = 'file_chunk'::regclass and attname = 'bytes'"));
  }

  @Test
  void anUploadThatWasGivenUpStoresNoMore() throws IOException {
    UUID content = begin();
    OutputStream out = store.write(content);
    out.write(random(CHUNK));
    abandon(content);

    byte[] next = random(CHUNK);
    assertThrows(GoneFileException.class, () -> out.write(next));
    assertEquals(List.of("0"), chunks(content));
  }

  @Test
  void bytesAreErasedInChunksAndThoseOfOthersStay() throws IOException {
    UUID other = written(random(CHUNK));
    UUID content = begin();
    fixture.execute(
        "insert into file_chunk select '%s', n, 'x' from generate_series(0, 149) n"
            .formatted(content));

    assertTrue(store.erase(content));
    assertEquals(50, chunks(content).size());
    assertFalse(store.erase(content));
    assertEquals(List.of(), chunks(content));
    assertFalse(store.erase(content));
    assertEquals(List.of("0"), chunks(other));
  }

  private List<String> chunks(UUID content) {
    return fixture
        .query(
            "select start / 262144 from file_chunk where file = '%s' order by 1".formatted(content))
        .stream()
        .map(List::getFirst)
        .toList();
  }
}
