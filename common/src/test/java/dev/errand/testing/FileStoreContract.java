package dev.errand.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.files.FilePurgeStore;
import dev.errand.store.files.FilePurgeStore.Deleted;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStore.Piece;
import dev.errand.store.files.GoneFileException;
import dev.errand.tenant.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of files does: each has a test that extends this one. */
public abstract class FileStoreContract {

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;
  private static final Caller CALLER = StoreFixture.caller("default");

  protected final StoreFixture fixture = new StoreFixture();
  protected final FileRecordStore records = new FileRecordStore(fixture.database);
  private final FilePurgeStore purges = new FilePurgeStore(fixture.database);

  /** The store under test. */
  protected abstract FileStore store();

  /** Its name in the rows of its files. */
  protected abstract String name();

  /** Around the sizes in which the stores cut files: 256 KiB in Postgres, 5 MiB in S3. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        256 * KIB - 1,
        256 * KIB,
        256 * KIB + 1,
        5 * MIB - 1,
        5 * MIB,
        5 * MIB + 1,
        10 * MIB + 17
      })
  public void whatIsWrittenIsReadFromEveryPlace(int size) throws IOException {
    byte[] bytes = random(size);
    UUID content = written(bytes);

    for (int from : List.of(1, 256 * KIB - 1, 256 * KIB, 5 * MIB - 1, 5 * MIB, size, size + 1)) {
      try (InputStream in = store().read(content, from)) {
        int begin = Math.min(from, size);
        byte[] expected = Arrays.copyOfRange(bytes, begin, Math.min(begin + 300 * KIB, size));
        assertArrayEquals(expected, in.readNBytes(300 * KIB), "from " + from);
      }
    }
    try (InputStream in = store().read(content, 0)) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  @Test
  public void readingMayStopAtAnyPlace() throws IOException {
    byte[] bytes = random(6 * MIB);
    UUID content = written(bytes);

    for (int i = 0; i < 20; i++) {
      try (InputStream in = store().read(content, i)) {
        assertArrayEquals(Arrays.copyOfRange(bytes, i, i + 1000), in.readNBytes(1000));
        assertEquals(bytes[i + 1000] & 0xff, in.read());
      }
    }
  }

  @Test
  public void severalAreWrittenAtATime() throws Exception {
    List<byte[]> files = List.of(random(300_000), random(6 * MIB), random(5 * MIB + 1), random(7));
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UUID>> written =
          files.stream().map(bytes -> writers.submit(() -> written(bytes))).toList();
      for (int i = 0; i < files.size(); i++) {
        try (InputStream in = store().read(written.get(i).get(), 0)) {
          assertArrayEquals(files.get(i), in.readAllBytes());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300 * KIB, 6 * MIB})
  public void anUploadThatWasGivenUpIsNotCompleted(int size) throws IOException {
    UUID content = begin();
    OutputStream out = store().write(content);
    out.write(random(size));
    records.abandon(CALLER, content);

    assertThrows(
        GoneFileException.class,
        () -> {
          out.write(random(300 * KIB));
          out.close();
        });
    erase(content);
    assertEmpty(content);
  }

  /** Its service was too slow: all of it had been erased before. */
  @ParameterizedTest
  @ValueSource(ints = {1, 300 * KIB, 6 * MIB})
  public void anUploadThatIsForgottenLeavesNothing(int size) throws IOException {
    UUID content = begin();
    OutputStream out = store().write(content);
    out.write(random(size));
    records.abandon(CALLER, content);
    erase(content);
    assertTrue(purges.forget(content));

    assertThrows(
        GoneFileException.class,
        () -> {
          out.write(random(300 * KIB));
          out.close();
        });
    assertEmpty(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300 * KIB, 6 * MIB})
  public void anUploadThatBreaksOffIsErased(int size) throws IOException {
    UUID content = begin();
    store().write(content).write(random(size));
    records.abandon(CALLER, content);

    erase(content);
    assertEmpty(content);
    assertTrue(purges.forget(content));
  }

  @Test
  public void erasingMayBeRepeatedAndLeavesOthers() throws IOException {
    byte[] other = random(6 * MIB);
    UUID kept = written(other);
    UUID content = written(random(6 * MIB));
    records.abandon(CALLER, content);

    erase(content);
    assertEmpty(content);
    assertFalse(store().erase(content));
    assertFalse(store().erase(UUID.randomUUID()));
    try (InputStream in = store().read(kept, 0)) {
      assertArrayEquals(other, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300 * KIB, 5 * MIB, 6 * MIB})
  public void piecesBecomeOneContentAndRepeatingThatChangesNothing(int size) throws IOException {
    byte[] bytes = random(2 * size + 7);
    List<Piece> pieces =
        List.of(
            new Piece(written(Arrays.copyOf(bytes, size)), size),
            new Piece(written(Arrays.copyOfRange(bytes, size, 2 * size)), size),
            new Piece(written(Arrays.copyOfRange(bytes, 2 * size, 2 * size + 7)), 7));
    UUID content = begin();

    for (int i = 0; i < 2; i++) {
      store().join(pieces, content);
      try (InputStream in = store().read(content, 0)) {
        assertArrayEquals(bytes, in.readAllBytes());
      }
    }
    pieces.forEach(piece -> erase(piece.content()));
    assertJoinedWithoutPiecesChangesNothing(pieces, content);
    try (InputStream in = store().read(content, size)) {
      assertArrayEquals(Arrays.copyOfRange(bytes, size, 2 * size + 7), in.readAllBytes());
    }
  }

  /** As by a request that was sent again while the first one was still being handled. */
  private void assertJoinedWithoutPiecesChangesNothing(List<Piece> pieces, UUID content)
      throws IOException {
    try {
      store().join(pieces, content);
    } catch (GoneFileException e) {
      assertEquals("a piece was erased", e.getMessage());
    }
  }

  @Test
  public void deletedFilesAreFoundByTheirStore() {
    UUID content = begin();
    records.abandon(CALLER, content);

    Deleted deleted = new Deleted(content, Optional.empty());
    assertTrue(purges.deleted(name(), 100).contains(deleted));
    assertFalse(purges.deleted("another", 100).contains(deleted));
  }

  /** Begins an upload. */
  protected final UUID begin() {
    return records.begin(CALLER, name());
  }

  /** Gives an upload up. */
  protected final void abandon(UUID content) {
    records.abandon(CALLER, content);
  }

  /** Uploads. */
  protected final UUID written(byte[] bytes) throws IOException {
    UUID content = begin();
    try (OutputStream out = store().write(content)) {
      // In pieces that don't fit the stores' sizes.
      for (int from = 0; from < bytes.length; from += 100_000) {
        out.write(bytes, from, Math.min(100_000, bytes.length - from));
      }
    }
    return content;
  }

  /** Bytes that cannot be compressed; the same ones for the same size. */
  protected static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private void erase(UUID content) {
    while (store().erase(content)) {
      // The next step.
    }
  }

  private void assertEmpty(UUID content) throws IOException {
    try (InputStream in = store().read(content, 0)) {
      assertEquals(-1, in.read());
    }
  }
}
