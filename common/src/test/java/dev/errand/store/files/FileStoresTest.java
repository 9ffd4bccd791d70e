package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.StoreFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileStoresTest {

  private final StoreFixture fixture = new StoreFixture();
  private final FileRecordStore records = new FileRecordStore(fixture.database);
  private final Memory memory = new Memory();
  private final FileStores stores =
      new FileStores(
          fixture.database,
          Map.of(
              PostgresFileStore.NAME, new PostgresFileStore(fixture.database), "memory", memory));

  @Test
  void eachFileIsInTheStoreThatItsRowNames() throws IOException {
    UUID here = written(PostgresFileStore.NAME, 1);
    UUID there = written("memory", 2);

    assertEquals(Set.of(there), memory.files.keySet());
    assertArrayEquals(new byte[] {1}, stores.read(here, 0).readAllBytes());
    assertArrayEquals(new byte[] {2}, stores.read(there, 0).readAllBytes());
    assertFalse(stores.erase(there));
    assertTrue(memory.files.isEmpty());
  }

  @Test
  void aFileInAnUnknownStoreIsNotTakenForAnEmptyOne() {
    UUID content = records.begin(StoreFixture.caller("default"), "tape");

    FileStoreException e = assertThrows(FileStoreException.class, () -> stores.read(content, 0));
    assertTrue(e.getMessage().contains("tape"), e::getMessage);
  }

  @Test
  void contentWithoutARowIsNowhere() throws IOException {
    assertEquals(-1, stores.read(UUID.randomUUID(), 0).read());
    assertFalse(stores.erase(UUID.randomUUID()));
  }

  private UUID written(String store, int content) throws IOException {
    UUID key = records.begin(StoreFixture.caller("default"), store);
    try (OutputStream out = stores.write(key)) {
      out.write(content);
    }
    return key;
  }

  private static final class Memory implements FileStore {

    private final Map<UUID, ByteArrayOutputStream> files = new HashMap<>();

    @Override
    public OutputStream write(UUID content) {
      return files.computeIfAbsent(content, _ -> new ByteArrayOutputStream());
    }

    @Override
    public InputStream read(UUID content, long from) {
      return new ByteArrayInputStream(files.get(content).toByteArray());
    }

    @Override
    public boolean erase(UUID content) {
      files.remove(content);
      return false;
    }
  }
}
