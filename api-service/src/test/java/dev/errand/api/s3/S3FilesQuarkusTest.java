package dev.errand.api.s3;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.database.Database;
import dev.errand.job.JobId;
import dev.errand.rig.S3Server;
import dev.errand.store.files.FileId;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.NewFile;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import dev.errand.testing.StoreFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files API with its bytes in S3. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
@QuarkusTestResource(value = S3Resource.class, restrictToAnnotatedClass = true)
class S3FilesQuarkusTest {

  private static final String FILES = "/v1/files";
  private static final String UPLOADS = "/v1/uploads";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Inject Database database;
  @Inject FileRecordStore records;
  @Inject FileStore files;
  @Inject Clock clock;

  S3Server server;
  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void theBytesAreInTheBucketUntilTheFileIsDeleted() {
    byte[] bytes = new byte[6 * 1024 * 1024];
    new Random(1).nextBytes(bytes);
    Response created = upload(bytes);
    String id =
        created.then().statusCode(200).body("bytes", equalTo(bytes.length)).extract().path("id");

    assertEquals("s3 0", stored(id));
    assertEquals(List.of(content(id)), server.objects());
    assertArrayEquals(bytes, Keys.with(key).get(contentOf(id)).asByteArray());
    assertArrayEquals(
        Arrays.copyOfRange(bytes, 5_000_000, 5_500_000),
        Keys.with(key)
            .header("Range", "bytes=5000000-5499999")
            .get(contentOf(id))
            .then()
            .statusCode(206)
            .extract()
            .asByteArray());

    Keys.with(key).delete(FILES + "/" + id).then().statusCode(200);
    await().atMost(SOON).until(() -> rows() == 0);
    assertEquals(List.of(), server.objects());
  }

  @Test
  void uploadsInPartsAreJoinedInTheBucket() {
    byte[] bytes = new byte[6 * 1024 * 1024];
    new Random(2).nextBytes(bytes);
    int first = 5 * 1024 * 1024;
    String upload =
        json(
                "{\"bytes\": %d, \"filename\": \"a.jsonl\", \"mime_type\": \"text/plain\","
                        .formatted(bytes.length)
                    + " \"purpose\": \"batch\"}",
                UPLOADS)
            .path("id");
    String one = part(upload, Arrays.copyOf(bytes, first));
    String two = part(upload, Arrays.copyOfRange(bytes, first, bytes.length));
    String id =
        json(
                "{\"part_ids\": [\"%s\", \"%s\"]}".formatted(one, two),
                UPLOADS + "/" + upload + "/complete")
            .path("file.id");

    assertEquals("s3 0", stored(id));
    assertArrayEquals(bytes, Keys.with(key).get(contentOf(id)).asByteArray());
    await().atMost(SOON).until(() -> rows() == 1);
    assertEquals(List.of(content(id)), server.objects());
    Keys.with(key).delete(FILES + "/" + id).then().statusCode(200);
    await().atMost(SOON).until(() -> rows() == 0);
    assertEquals(List.of(), server.objects());
  }

  private Response json(String body, String path) {
    Response response = Keys.with(key).contentType("application/json").body(body).post(path);
    response.then().statusCode(200);
    return response;
  }

  private String part(String upload, byte[] bytes) {
    Response response =
        Keys.with(key).multiPart("data", "part", bytes).post(UPLOADS + "/" + upload + "/parts");
    response.then().statusCode(200);
    return response.path("id");
  }

  @Test
  void filesFromBeforeStayInPostgres() throws IOException {
    Caller caller = StoreFixture.caller(tenant);
    UUID content = records.begin(caller, "postgres");
    try (OutputStream out = files.write(content)) {
      out.write("before".getBytes(UTF_8));
    }
    UUID id = JobId.next(clock);
    records
        .complete(caller, content, new NewFile(id, "batch", "a.jsonl", 6, Optional.empty()))
        .orElseThrow();

    assertEquals("before", Keys.with(key).get(contentOf(FileId.text(id))).asString());
    Keys.with(key).delete(FILES + "/" + FileId.text(id)).then().statusCode(200);
    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void whileTheServerIsAwayFilesGet503AndEverythingElseGoesOn() {
    String kept = upload("kept".getBytes(UTF_8)).then().statusCode(200).extract().path("id");
    String deleted = upload("gone".getBytes(UTF_8)).then().statusCode(200).extract().path("id");
    server.kill();
    try {
      upload("lost".getBytes(UTF_8))
          .then()
          .statusCode(503)
          .body("error.code", equalTo("unavailable"))
          .body("error.message", equalTo("the store of files is unavailable; try again shortly"));
      Keys.with(key).get(contentOf(kept)).then().statusCode(503);
      Keys.with(key).get(FILES + "/" + kept).then().statusCode(200);
      Keys.with(key).delete(FILES + "/" + deleted).then().statusCode(200);
      given().get(Management.url("/q/health/ready")).then().statusCode(200);
    } finally {
      server.start();
    }

    assertEquals("kept", Keys.with(key).get(contentOf(kept)).asString());
    await().atMost(SOON).until(() -> rows() == 1);
    assertEquals(List.of(content(kept)), server.objects());
    Keys.with(key).delete(FILES + "/" + kept).then().statusCode(200);
    await().atMost(SOON).until(() -> rows() == 0);
  }

  private Response upload(byte[] bytes) {
    return Keys.with(key)
        .multiPart("file", "a.jsonl", bytes)
        .multiPart("purpose", "batch")
        .post(FILES);
  }

  private static String contentOf(String id) {
    return FILES + "/" + id + "/content";
  }

  /** The name of its object. */
  private String content(String id) {
    return query("select content from file where id = '%s'".formatted(FileId.parse(id).get()));
  }

  private String stored(String id) {
    return query(
        "select store || ' ' || (select count(*) from file_chunk where file = content) from file where id = '%s'"
            .formatted(FileId.parse(id).get()));
  }

  private int rows() {
    return Integer.parseInt(
        query("select count(*) from file where tenant = '%s'".formatted(tenant)));
  }

  private String query(String sql) {
    return database.read(
        connection -> {
          try (ResultSet row = connection.createStatement().executeQuery(sql)) {
            assertTrue(row.next(), sql);
            return row.getString(1);
          }
        });
  }
}
