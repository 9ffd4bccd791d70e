package dev.errand.api.bulk;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An upload goes on for longer than its caller has access. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class LostAccessQuarkusTest {

  private static final String LINE = "{\"model\":\"m\",\"prompt\":\"p\"}\n";

  @TestHTTPResource("/")
  URI server;

  @Test
  void anUploadEndsWhenItsTenantIsSuspended() throws Exception {
    String tenant = Keys.tenant();
    String key = Keys.create(tenant, "submit", "read").key();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      write(
          out,
          "POST /v1/jobs/bulk HTTP/1.1\r\nHost: errand\r\nConnection: close\r\n"
              + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"
              + "Authorization: Bearer "
              + key
              + "\r\n\r\n");
      chunk(out, LINE);
      assertTrue(until(in, "\"line\":1").contains("\"id\":"));

      send(admin(), Map.of("suspended", true))
          .patch("/v1/tenants/" + tenant)
          .then()
          .statusCode(200);
      await().untilAsserted(() -> with(key).get("/v1/jobs").then().statusCode(403));
      // What is known of keys is out of date after a second.
      await()
          .pollDelay(Duration.ofMillis(1500))
          .untilAsserted(() -> with(key).get("/v1/jobs").then().statusCode(403));
      chunk(out, LINE);
      write(out, "0\r\n\r\n");

      assertTrue(until(in, "\"line\":2").contains("tenant-suspended"));
      assertTrue(until(in, "\"summary\"").contains("\"complete\":false"));
    }
    send(admin(), Map.of("suspended", false)).patch("/v1/tenants/" + tenant).then().statusCode(200);
    await()
        .untilAsserted(
            () ->
                assertEquals(
                    1,
                    with(key).get("/v1/jobs").then().extract().jsonPath().getList("data").size()));
  }

  private static String until(BufferedReader in, String words) throws IOException {
    String line = in.readLine();
    while (line != null && !line.contains(words)) {
      line = in.readLine();
    }
    return String.valueOf(line);
  }

  private static void chunk(OutputStream out, String data) throws IOException {
    write(out, Integer.toHexString(data.length()) + "\r\n" + data + "\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
