package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresFileStoreTest {

  private static final int CHUNK = PostgresFileStore.CHUNK;
  private static final Caller CALLER = StoreFixture.caller("default");

  private final StoreFixture fixture = new StoreFixture();
  private final FileRecordStore records = new FileRecordStore(fixture.database);
  private final PostgresFileStore store = new PostgresFileStore(fixture.database);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17})
  void whatIsWrittenIsReadFromEveryPlace(int size) throws IOException {
    byte[] bytes = random(size);
    UUID content = written(bytes);

    for (int from : List.of(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, size)) {
      byte[] expected = Arrays.copyOfRange(bytes, Math.min(from, size), size);
      assertArrayEquals(expected, store.read(content, (long) from).readAllBytes(), "from " + from);
    }
  }

  @Test
  void chunksAreStoredWhileTheUploadGoesOn() throws IOException {
    UUID content = records.begin(CALLER);
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
    UUID content = records.begin(CALLER);
    OutputStream out = store.write(content);
    out.write(random(CHUNK));
    records.abandon(CALLER, content);

    byte[] next = random(CHUNK);
    assertThrows(GoneFileException.class, () -> out.write(next));
    assertEquals(List.of("0"), chunks(content));
  }

  @Test
  void bytesAreErasedInChunksAndThoseOfOthersStay() throws IOException {
    UUID other = written(random(CHUNK));
    UUID content = records.begin(CALLER);
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

  private UUID written(byte[] bytes) throws IOException {
    UUID content = records.begin(CALLER);
    try (OutputStream out = store.write(content)) {
      // In pieces that don't fit the chunks.
      for (int from = 0; from < bytes.length; from += 100_000) {
        out.write(bytes, from, Math.min(100_000, bytes.length - from));
      }
    }
    return content;
  }

  private List<String> chunks(UUID content) {
    return fixture
        .query(
            "select start / 262144 from file_chunk where file = '%s' order by 1".formatted(content))
        .stream()
        .map(List::getFirst)
        .toList();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
