package dev.errand.api.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory of uploads and downloads does not depend on the size of the files. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class FileMemoryQuarkusTest {

  private static final int PIECE = 1024 * 1024;
  private static final int PIECES = 64;
  private static final int UPLOADS = 4;

  /** Far less than one of the files. */
  private static final long MOST = 32L * 1024 * 1024;

  @TestHTTPResource("/")
  URI server;

  private final byte[] piece = new byte[PIECE];
  private String key;

  @BeforeEach
  void key() {
    key = Keys.create(Keys.tenant(), "submit", "read").key();
  }

  @Test
  void fourUploadsAndADownloadOf64MbNeedNoMoreThanTheirBuffers() throws IOException {
    upload(1);
    long idle = live();
    long most = upload(PIECES);
    assertTrue(most - idle < MOST, () -> "uploads: %,d bytes".formatted(most - idle));

    String id = Keys.with(key).get("/v1/files").path("data[0].id");
    long downloading = download(id);
    assertTrue(downloading - idle < MOST, () -> "%,d bytes".formatted(downloading - idle));
  }

  /** Returns the most live memory during the uploads. */
  private long upload(int pieces) throws IOException {
    long most = 0;
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < UPLOADS; i++) {
      RawClient client = FormData.chunked(server, key);
      clients.add(client);
      client.sendChunk(FormData.begin("name=\"file\""));
    }
    for (int i = 0; i < pieces; i++) {
      for (RawClient client : clients) {
        client.sendChunk(piece);
      }
      most = i % 16 == 8 ? Math.max(most, live()) : most;
    }
    for (RawClient client : clients) {
      client.sendChunk(FormData.field("purpose", "batch"));
      client.sendChunk(FormData.END);
      client.sendChunk(new byte[0]);
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 200"), head);
      client.close();
    }
    return most;
  }

  /** Returns the most live memory while a client reads slowly. */
  private long download(String id) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) server.resolve("/v1/files/" + id + "/content").toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer " + key);
    assertEquals((long) PIECES * PIECE, connection.getContentLengthLong());
    long most = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int i = 0; i < PIECES; i++) {
        assertEquals(PIECE, in.readNBytes(piece, 0, PIECE));
        most = i % 16 == 8 ? Math.max(most, live()) : most;
      }
      assertEquals(-1, in.read());
    }
    return most;
  }

  /** What the heap and the pools of Netty hold after a collection. */
  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + PlatformDependent.usedDirectMemory();
  }
}
