package dev.errand.api.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.rig.S3Server;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStoreException;
import dev.errand.testing.StoreFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The S3 server dies, is away, hangs, or refuses. */
class S3FaultsTest {

  private static final int SIZE = 16 * 1024 * 1024;
  private static final Duration BOUNDED = Duration.ofSeconds(60);

  private final FileRecordStore records = new FileRecordStore(new StoreFixture().database);
  private final byte[] bytes = new byte[SIZE];

  @TempDir Path folder;
  private S3Server server;
  private TcpProxy network;
  private S3Bucket bucket;
  private S3FileStore store;

  @BeforeEach
  void start() {
    new Random(1).nextBytes(bytes);
    server = S3Server.start(folder);
    network = TcpProxy.inFrontOf(server.endpoint());
    bucket = bucket(S3Server.BUCKET, S3Server.SECRET_KEY);
    store = new S3FileStore(bucket, "", records);
  }

  @AfterEach
  void stop() {
    bucket.close();
    network.close();
    server.close();
  }

  @Test
  void aServerThatDiesDuringAnUploadLeavesNothing() throws IOException {
    UUID content = begin();
    OutputStream out = store.write(content);
    out.write(bytes, 0, 11 * 1024 * 1024);
    server.kill();

    FileStoreException e =
        assertThrows(
            FileStoreException.class, () -> assertTimeout(BOUNDED, () -> out.write(bytes)));
    assertFalse(S3Outage.isRefusal(e), e::toString);
    assertThrows(FileStoreException.class, () -> store.erase(content));

    server.start();
    assertFalse(store.erase(content));
    assertEquals(List.of(), server.objects());
  }

  @Test
  void anUploadSurvivesAServerThatIsRestartedBetweenTwoParts() throws IOException {
    UUID content = begin();
    try (OutputStream out = store.write(content)) {
      out.write(bytes, 0, SIZE / 2);
      server.kill();
      server.start();
      out.write(bytes, SIZE / 2, SIZE - SIZE / 2);
    }
    assertArrayEquals(bytes, store.read(content, 0).readAllBytes());
  }

  @Test
  void aBrokenConnectionIsReplacedDuringADownload() throws IOException {
    UUID content = written();
    try (InputStream in = store.read(content, 7)) {
      byte[] begin = in.readNBytes(1_000_000);
      network.cut();
      assertArrayEquals(Arrays.copyOfRange(bytes, 7, 1_000_007), begin);
      assertArrayEquals(Arrays.copyOfRange(bytes, 1_000_007, SIZE), in.readAllBytes());
    }
  }

  @Test
  void aDownloadFromAServerThatDiesEndsWithAnError() throws IOException {
    UUID content = written();
    try (InputStream in = store.read(content, 0)) {
      in.readNBytes(1_000_000);
      server.kill();
      assertThrows(IOException.class, () -> assertTimeout(BOUNDED, () -> in.readAllBytes()));
    }
    server.start();
    assertArrayEquals(bytes, store.read(content, 0).readAllBytes());
  }

  @Test
  void aServerThatIsAwayIsNoticedAtOnceAndLosesNothing() throws IOException {
    UUID content = written();
    network.refuse();

    FileStoreException e =
        assertThrows(
            FileStoreException.class, () -> assertTimeout(BOUNDED, () -> store.read(content, 0)));
    assertFalse(S3Outage.isRefusal(e), e::toString);
    network.restore();
    assertArrayEquals(bytes, store.read(content, 0).readAllBytes());
  }

  @Test
  void aServerThatHangsIsGivenUpInTime() throws IOException {
    OutputStream out = store.write(begin());
    out.write(bytes, 0, 6 * 1024 * 1024);
    network.freeze();

    assertThrows(FileStoreException.class, () -> assertTimeout(BOUNDED, () -> out.close()));
  }

  @Test
  void wrongCredentialsAreARefusal() {
    assertRefused(bucket(S3Server.BUCKET, "wrong"), "403 SignatureDoesNotMatch");
  }

  @Test
  void aBucketThatIsNotThereIsARefusal() throws IOException {
    assertRefused(bucket("missing", S3Server.SECRET_KEY), "404 NoSuchBucket");

    S3Bucket missing = bucket("missing", S3Server.SECRET_KEY);
    S3FileStore wrong = new S3FileStore(missing, "", records);
    UUID content = begin();
    OutputStream out = wrong.write(content);
    out.write(1);
    assertThrows(FileStoreException.class, out::close);
    // Not: a file without content.
    assertThrows(FileStoreException.class, () -> wrong.read(content, 0));
    missing.close();
  }

  private static void assertRefused(S3Bucket bucket, String status) {
    FileStoreException e = assertThrows(FileStoreException.class, bucket::check);
    assertTrue(S3Outage.isRefusal(e), e::toString);
    assertTrue(e.getMessage().contains(status), e::getMessage);
    assertTrue(bucket.outage().hasNeverWorked());
    bucket.close();
  }

  private S3Bucket bucket(String name, String secret) {
    return new TestedS3(network.url(server.endpoint()), name, secret).client();
  }

  private UUID begin() {
    return records.begin(StoreFixture.caller("default"), S3FileStore.NAME);
  }

  private UUID written() throws IOException {
    UUID content = begin();
    try (OutputStream out = store.write(content)) {
      out.write(bytes);
    }
    return content;
  }
}
