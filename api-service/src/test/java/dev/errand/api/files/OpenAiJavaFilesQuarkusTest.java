package dev.errand.api.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileCreateParams.ExpiresAfter;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import com.openai.models.uploads.parts.PartCreateParams;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client for Java, of which nothing is changed but the address and the key. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenAiJavaFilesQuarkusTest {

  @TestHTTPResource URI api;
  @TempDir Path folder;

  private OpenAIClient client;

  @BeforeEach
  void start() {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(api.resolve("/v1").toString())
            .apiKey(Keys.create(Keys.tenant(), "submit", "read").key())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void aFileOfAPath() throws IOException {
    Path path = Files.writeString(folder.resolve("lines 1.jsonl"), "{}\n");

    FileObject file =
        client
            .files()
            .create(
                FileCreateParams.builder()
                    .file(path)
                    .purpose(FilePurpose.BATCH)
                    .expiresAfter(ExpiresAfter.builder().seconds(3600).build())
                    .build())
            .validate();

    assertEquals("lines 1.jsonl", file.filename());
    assertEquals(FileObject.Purpose.BATCH, file.purpose());
    assertEquals(FileObject.Status.PROCESSED, file.status());
    assertEquals(Optional.of(file.createdAt() + 3600), file.expiresAt());
    assertEquals(file, client.files().retrieve(file.id()));
    assertEquals("{}\n", new String(content(file), UTF_8));
  }

  @Test
  void aFileOfAStream() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(2).nextBytes(bytes);

    FileObject file = upload(bytes, FilePurpose.USER_DATA);

    assertEquals(bytes.length, file.validate().bytes());
    assertEquals("upload", file.filename());
    assertEquals(Optional.empty(), file.expiresAt());
    assertArrayEquals(bytes, content(file));
  }

  @Test
  void files() {
    List<String> ids =
        IntStream.range(0, 5).mapToObj(i -> upload(new byte[i], FilePurpose.EVALS).id()).toList();

    FileListParams twoByTwo = FileListParams.builder().limit(2).purpose("evals").build();
    assertEquals(
        ids.reversed(),
        client.files().list(twoByTwo).autoPager().stream().map(FileObject::id).toList());
    assertEquals(5, client.files().list().items().size());
  }

  @Test
  void aDeletedFile() {
    String id = upload(new byte[1], FilePurpose.VISION).id();

    assertTrue(client.files().delete(id).deleted());
    NotFoundException gone =
        assertThrows(NotFoundException.class, () -> client.files().retrieve(id));
    assertEquals("not_found", gone.code().orElseThrow());
    assertThrows(NotFoundException.class, () -> client.files().content(id));
  }

  @Test
  void aFileInParts() throws IOException {
    byte[] bytes = "0123456789".repeat(30_000).getBytes(UTF_8);
    Upload upload = begin(bytes.length);
    String first = part(upload, Arrays.copyOf(bytes, 270_001));
    String second = part(upload, Arrays.copyOfRange(bytes, 270_001, bytes.length));

    UploadCompleteParams complete =
        UploadCompleteParams.builder()
            .uploadId(upload.id())
            .partIds(List.of(first, second))
            .build();
    Upload completed = client.uploads().complete(complete).validate();

    assertEquals(Upload.Status.COMPLETED, completed.status());
    FileObject file = completed.file().orElseThrow();
    assertEquals(file, client.files().retrieve(file.id()));
    assertArrayEquals(bytes, content(file));
    assertEquals(completed, client.uploads().complete(complete));
  }

  @Test
  void anUploadThatIsCancelled() {
    Upload upload = begin(5);
    part(upload, new byte[5]);

    assertEquals(Upload.Status.CANCELLED, client.uploads().cancel(upload.id()).validate().status());
    assertThrows(BadRequestException.class, () -> part(upload, new byte[5]));
  }

  private Upload begin(long bytes) {
    return client
        .uploads()
        .create(
            UploadCreateParams.builder()
                .bytes(bytes)
                .filename("a.bin")
                .mimeType("application/octet-stream")
                .purpose(FilePurpose.USER_DATA)
                .build())
        .validate();
  }

  private String part(Upload upload, byte[] bytes) {
    return client
        .uploads()
        .parts()
        .create(
            PartCreateParams.builder()
                .uploadId(upload.id())
                .data(new ByteArrayInputStream(bytes))
                .build())
        .validate()
        .id();
  }

  @Test
  void aPurposeThatIsUnknown() {
    BadRequestException rejected =
        assertThrows(BadRequestException.class, () -> upload(new byte[1], FilePurpose.of("none")));
    assertEquals("purpose", rejected.param().orElseThrow());
  }

  private FileObject upload(byte[] bytes, FilePurpose purpose) {
    return client
        .files()
        .create(
            FileCreateParams.builder()
                .file(new ByteArrayInputStream(bytes))
                .purpose(purpose)
                .build());
  }

  private byte[] content(FileObject file) throws IOException {
    try (HttpResponse response = client.files().content(file.id())) {
      return response.body().readAllBytes();
    }
  }
}
