package dev.errand.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of files are enforced while the body flows, whatever length it announces. */
@QuarkusTest
@TestProfile(LimitedFiles.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class FileLimitsQuarkusTest {

  @TestHTTPResource("/")
  URI server;

  private String key;

  @BeforeEach
  void key() {
    key = Keys.create(Keys.tenant(), "submit", "read").key();
  }

  @Test
  void aFileMayBeAsLargeAsTheLimitAndNoLarger() {
    upload(LimitedFiles.FILE).then().statusCode(200).body("bytes", equalTo(LimitedFiles.FILE));
    key = Keys.create(Keys.tenant(), "submit", "read").key();
    upload(LimitedFiles.FILE + 1)
        .then()
        .statusCode(413)
        .body("error.code", equalTo("too_large"))
        .body("error.message", containsString("a file may have at most 1048576 bytes"));
  }

  /** The client is told before it has sent everything. */
  @Test
  void aFileThatTurnsOutToBeTooLargeIsRejectedWhileItFlows() throws IOException {
    try (RawClient client = FormData.chunked(server, key)) {
      client.sendChunk(FormData.begin("name=\"file\""));
      client.sendChunk(new byte[LimitedFiles.FILE]);
      client.sendChunk(new byte[1]);
      // The parser keeps back what might be the beginning of a boundary.
      client.sendChunk(new byte[100_000]);
      assertTrue(client.readHead().startsWith("HTTP/1.1 413"));
    }
  }

  @Test
  void aBodyThatAnnouncesTooMuchIsRejectedUnread() throws IOException {
    try (RawClient client = FormData.announced(server, key, 600L << 20)) {
      assertTrue(client.readHead().startsWith("HTTP/1.1 413"));
    }
  }

  /** What is no part of the file is limited, too. */
  @Test
  void aBodyThatIsTooLargeWithoutItsFileIsRejected() throws IOException {
    try (RawClient client = FormData.chunked(server, key)) {
      for (int i = 0; i < 3; i++) {
        client.sendChunk(new byte[LimitedFiles.FILE]);
      }
      assertTrue(client.readHead().startsWith("HTTP/1.1 413"));
    }
  }

  @Test
  void theFilesOfATenantAreLimitedTogether() {
    upload(LimitedFiles.FILE).then().statusCode(200);
    Response full = upload(LimitedFiles.FILE / 2 + 1);
    full.then()
        .statusCode(413)
        .body("error.message", containsString("the tenant's files may have at most 1572864 bytes"));
    upload(LimitedFiles.FILE / 2).then().statusCode(200);

    String id = Keys.with(key).get("/v1/files").path("data[1].id");
    Keys.with(key).delete("/v1/files/" + id).then().statusCode(200);
    upload(LimitedFiles.FILE).then().statusCode(200);
  }

  @Test
  void soManyTransfersAtATimeAndNoMore() throws IOException {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < LimitedFiles.TRANSFERS; i++) {
        RawClient client = FormData.chunked(server, key);
        clients.add(client);
        client.sendChunk(FormData.begin("name=\"file\""));
        client.sendChunk(new byte[100_000]);
      }
      await().untilAsserted(() -> assertEquals(503, upload(1).statusCode()));
      assertEquals("2", upload(1).header("Retry-After"));
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().untilAsserted(() -> assertEquals(200, upload(1).statusCode()));
  }

  private Response upload(int size) {
    return Keys.with(key)
        .header("Content-Type", FormData.TYPE)
        .body(FormData.body(Map.of("purpose", "batch"), "x".repeat(size)).getBytes(UTF_8))
        .post("/v1/files");
  }
}
