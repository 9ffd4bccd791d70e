package dev.errand.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.RawClient;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class FilesQuarkusTest {

  private static final String FILES = "/v1/files";
  private static final Map<String, String> BATCH = Map.of("purpose", "batch");

  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Database database;

  @TestHTTPResource("/")
  URI server;

  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void aFileIsUploadedAndReadAgain() {
    ValidatableResponse created = upload(BATCH, "{\"a\": \"\u2028\"}\n").then().statusCode(200);

    String id = created.extract().path("id");
    int at = created.extract().path("created_at");
    assertTrue(id.matches("file-[0-9a-f]{32}"), id);
    created
        .header("x-request-id", matchesPattern("req_[0-9a-f]{32}"))
        .body("object", equalTo("file"))
        .body("bytes", equalTo(13))
        .body("filename", equalTo("a.jsonl"))
        .body("purpose", equalTo("batch"))
        .body("status", equalTo("processed"))
        .body("expires_at", equalTo(at + 30 * 24 * 3600))
        .body("$", hasKey("status_details"))
        .body("status_details", nullValue());
    assertEquals(created.extract().asString(), get(id).then().extract().asString());
    assertEquals("{\"a\": \"\u2028\"}\n", new String(content(id).asByteArray(), UTF_8));
  }

  /** As Node's and Java's clients send it: the file first, chunked, and without a name. */
  @Test
  void theFileMayComeFirstChunkedAndWithoutAName() throws IOException {
    byte[] bytes = new byte[700_000];
    new Random(1).nextBytes(bytes);
    String id;
    try (RawClient client = FormData.chunked(server, key)) {
      client.sendChunk(FormData.begin("name=\"file\""));
      client.sendChunk(Arrays.copyOf(bytes, 300_001));
      client.sendChunk(Arrays.copyOfRange(bytes, 300_001, bytes.length));
      client.sendChunk(FormData.field("purpose", "user_data"));
      client.sendChunk(FormData.field("expires_after[anchor]", "created_at"));
      client.sendChunk(FormData.field("expires_after[seconds]", "3600"));
      client.sendChunk(FormData.END);
      client.sendChunk(new byte[0]);
      assertTrue(client.readHead().startsWith("HTTP/1.1 200"));
      id = list("").path("data[0].id");
    }

    int at = get(id).path("created_at");
    get(id)
        .then()
        .body("filename", equalTo("upload"))
        .body("bytes", equalTo(bytes.length))
        .body("purpose", equalTo("user_data"))
        .body("expires_at", equalTo(at + 3600));
    assertArrayEquals(bytes, content(id).asByteArray());
  }

  /** OpenAI's clients ask for content with application/binary. */
  @ParameterizedTest
  @ValueSource(strings = {"application/binary", "application/json", "*/*", "text/html"})
  void acceptDecidesNothing(String accept) {
    String id = upload(BATCH, "x").path("id");

    caller()
        .header("Accept", accept)
        .get(FILES + "/" + id + "/content")
        .then()
        .statusCode(200)
        .contentType("application/octet-stream")
        .header("Content-Length", "1")
        .header("Content-Disposition", "attachment");
    caller().header("Accept", accept).get(FILES + "/" + id).then().statusCode(200);
  }

  @Test
  void aPartOfTheContentIsSent() {
    String text = "0123456789".repeat(60_000);
    String id = upload(BATCH, text).path("id");

    Response part = caller().header("Range", "bytes=299998-300001").get(contentOf(id));
    assertEquals(206, part.statusCode());
    assertEquals("bytes 299998-300001/600000", part.header("Content-Range"));
    assertEquals("8901", part.asString());
    assertEquals("9", caller().header("Range", "bytes=-1").get(contentOf(id)).asString());
    caller()
        .header("Range", "bytes=0-0")
        .header("If-Range", "\"v1\"")
        .get(contentOf(id))
        .then()
        .statusCode(200)
        .header("Content-Length", "600000");
  }

  @Test
  void headIsGetWithoutABody() {
    String id = upload(BATCH, "abc").path("id");

    Response head = caller().head(contentOf(id));

    assertEquals(200, head.statusCode());
    assertEquals("3", head.header("Content-Length"));
    assertEquals("", head.asString());
    assertEquals("abc", content(id).asString());
  }

  @Test
  void anEmptyFileIsAFile() {
    String id = upload(BATCH, "").path("id");

    get(id).then().body("bytes", equalTo(0));
    assertEquals(0, content(id).asByteArray().length);
  }

  @Test
  void filesAreListedPageByPageWhileOthersAreUploaded() {
    for (int i = 0; i < 5; i++) {
      upload(i % 2 == 0 ? BATCH : Map.of("purpose", "vision"), "x" + i).then().statusCode(200);
    }
    List<String> all = list("").path("data.id");
    assertEquals(5, all.size());

    List<String> seen = new ArrayList<>();
    String query = "?limit=2";
    boolean more = true;
    while (more) {
      Response page = list(query);
      List<String> ids = page.path("data.id");
      assertEquals(ids.getFirst(), page.path("first_id"));
      assertEquals(ids.getLast(), page.path("last_id"));
      seen.addAll(ids);
      query = "?limit=2&after=" + ids.getLast();
      more = page.path("has_more");
      upload(BATCH, "new").then().statusCode(200);
    }
    assertEquals(all, seen);
    assertEquals(all.reversed(), list("?order=asc&limit=5").path("data.id"));
    list("?purpose=vision&order=asc")
        .then()
        .body("data.id", equalTo(List.of(all.get(3), all.get(1))))
        .body("has_more", is(false));
  }

  @Test
  void anEmptyListHasAllItsKeys() {
    list("")
        .then()
        .body("object", equalTo("list"))
        .body("data", empty())
        .body("$", hasKey("first_id"))
        .body("first_id", nullValue())
        .body("$", hasKey("last_id"))
        .body("has_more", is(false));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=10001, limit",
    "limit=x, limit",
    "order=up, order",
    "purpose=none, purpose",
    "after=none, after",
    "before=file-1, before"
  })
  void aQueryThatIsWrongIsRejected(String query, String param) {
    rejected(caller().get(FILES + "?" + query), 400, "invalid_request", param);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', purpose",
    "none, '', '', purpose",
    "batch_output, '', '', purpose",
    "batch, created_at, 3599, expires_after[seconds]",
    "batch, created_at, 2592001, expires_after[seconds]",
    "batch, created_at, soon, expires_after[seconds]",
    "batch, created_at, '', expires_after[seconds]",
    "batch, '', 3600, expires_after[anchor]",
    "batch, now, 3600, expires_after[anchor]"
  })
  void fieldsThatAreWrongAreRejectedAndNothingIsLeft(
      String purpose, String anchor, String seconds, String param) {
    Map<String, String> fields = new TreeMap<>();
    put(fields, "purpose", purpose);
    put(fields, "expires_after[anchor]", anchor);
    put(fields, "expires_after[seconds]", seconds);

    rejected(upload(fields, "x"), 400, "invalid_request", param);
    nothingIsLeft();
  }

  @Test
  void partsThatAreMissingUnknownOrThereTwiceAreRejected() {
    String field = new String(FormData.field("purpose", "batch"), UTF_8);
    String end = new String(FormData.END, UTF_8);
    rejected(send(FormData.TYPE, field + end), 400, "invalid_request", "file");
    rejected(upload(Map.of("purpose", "batch", "nane", "x"), "x"), 400, "invalid_request", "nane");
    String body = FormData.body(BATCH, "x");
    rejected(send(FormData.TYPE, field + body), 400, "invalid_request", "purpose");
    String file = new String(FormData.begin("name=\"file\""), UTF_8);
    rejected(send(FormData.TYPE, file + "y" + body), 400, "invalid_request", "file");
    rejected(upload(Map.of("purpose", "x".repeat(2000)), "x"), 400, "invalid_request", "purpose");
    nothingIsLeft();
  }

  @Test
  void aBodyOfAnotherTypeIsRejected() {
    rejected(send("application/json", "{}"), 415, "unsupported_media_type", null);
    rejected(send("multipart/form-data", "x"), 400, "invalid_request", null);
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    try (RawClient client = FormData.chunked(server, key)) {
      client.sendChunk(FormData.begin("name=\"file\""));
      client.sendChunk(new byte[600_000]);
      await().atMost(SOON).until(() -> count("file_chunk") >= 2);
    }
    nothingIsLeft();
  }

  /** The body ends properly, the file does not. */
  @Test
  void anUploadWithoutItsEndIsRejectedAndLeavesNothing() throws IOException {
    try (RawClient client = FormData.chunked(server, key)) {
      client.sendChunk(FormData.field("purpose", "batch"));
      client.sendChunk(FormData.begin("name=\"file\""));
      client.sendChunk(new byte[300_000]);
      client.sendChunk(new byte[0]);
      assertTrue(client.readHead().startsWith("HTTP/1.1 400"));
    }
    nothingIsLeft();
  }

  @Test
  void anotherTenantsFileDoesNotExist() {
    String id = upload(BATCH, "x").path("id");
    RequestSpecification other = Keys.with(Keys.create(Keys.tenant(), "submit", "read").key());

    rejected(other.get(FILES + "/" + id), 404, "not_found", null);
    rejected(other.get(contentOf(id)), 404, "not_found", null);
    rejected(other.delete(FILES + "/" + id), 404, "not_found", null);
    other.get(FILES).then().statusCode(200).body("data", empty());
    rejected(caller().get(FILES + "/none"), 404, "not_found", null);
    get(id).then().statusCode(200);
  }

  @Test
  void aDeletedFileIsGoneAndItsBytesAreErased() {
    String manager = Keys.create(tenant, "manage").key();
    String id = upload(BATCH, "x".repeat(300_000)).path("id");

    caller()
        .delete(FILES + "/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("object", equalTo("file"))
        .body("deleted", is(true));

    rejected(get(id), 404, "not_found", null);
    rejected(caller().delete(FILES + "/" + id), 404, "not_found", null);
    nothingIsLeft();
    Keys.with(manager)
        .get("/v1/audit")
        .then()
        .body("data.what", equalTo(List.of("file.delete")))
        .body("data.which", equalTo(List.of(id)));
  }

  @Test
  void anExpiredFileIsGoneAndItsBytesAreErased() {
    String id = upload(BATCH, "x").path("id");
    sql("update file set expires_at = now() where tenant = '" + tenant + "'");

    rejected(get(id), 404, "not_found", null);
    rejected(caller().get(contentOf(id)), 404, "not_found", null);
    list("").then().body("data", empty());
    nothingIsLeft();
  }

  @Test
  void theFilesOfADeletedTenantAreErased() {
    upload(BATCH, "x").then().statusCode(200);

    Keys.admin().delete("/v1/tenants/" + tenant).then().statusCode(202);

    nothingIsLeft();
  }

  /** The client must not take what it got for the whole file. */
  @Test
  void contentThatIsErasedWhileItIsReadEndsTheConnection() throws IOException {
    String id = upload(BATCH, "x".repeat(600_000)).path("id");
    sql(
        "delete from file_chunk where start = 262144 and file in"
            + " (select content from file where tenant = '%s')".formatted(tenant));
    try (RawClient client = new RawClient(server)) {
      client.send(
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(contentOf(id), key));
      String head = client.readHead();
      assertTrue(head.contains("ontent-") && head.contains("600000"), head);
      assertTrue(client.read(600_000).length() < 600_000);
    }
  }

  @Test
  void manyFilesCanBeUploadedAndDownloadedOneAfterTheOther() {
    for (int i = 0; i < 40; i++) {
      String id = upload(BATCH, "x" + i).path("id");
      assertEquals("x" + i, content(id).asString());
      caller().head(contentOf(id)).then().statusCode(200);
    }
  }

  private Response upload(Map<String, String> fields, String file) {
    return send(FormData.TYPE, FormData.body(fields, file));
  }

  private Response send(String type, String body) {
    return caller().header("Content-Type", type).body(body.getBytes(UTF_8)).post(FILES);
  }

  private Response get(String id) {
    return caller().get(FILES + "/" + id);
  }

  private Response content(String id) {
    Response content = caller().get(contentOf(id));
    content.then().statusCode(200);
    return content;
  }

  private Response list(String query) {
    Response list = caller().get(FILES + query);
    list.then().statusCode(200);
    return list;
  }

  private static String contentOf(String id) {
    return FILES + "/" + id + "/content";
  }

  private RequestSpecification caller() {
    return Keys.with(key);
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  private static void rejected(Response response, int status, String code, String param) {
    response
        .then()
        .statusCode(status)
        .contentType("application/json")
        .header("x-request-id", containsString("req_"))
        .body("error.code", equalTo(code))
        .body("error.message", containsString(" "));
    if (param != null) {
      assertEquals(param, response.path("error.param"));
    }
    Map<String, Object> error = response.path("error");
    assertEquals(4, error.size(), error::toString);
    assertFalse(error.get("type").toString().isEmpty());
  }

  /** A round of the dispatcher erases what is left of the tenant's files, rows last. */
  private void nothingIsLeft() {
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file")));
  }

  /** The rows of the tenant's files, or of their chunks. */
  private int count(String table) {
    String query =
        "select count(*) from %s t where exists (select from file f where f.tenant = '%s'"
                .formatted(table, tenant)
            + (table.equals("file") ? " and f.content = t.content)" : " and f.content = t.file)");
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery(query);
            row.next();
            return row.getInt(1);
          }
        });
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
