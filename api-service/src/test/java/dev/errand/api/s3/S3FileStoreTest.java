package dev.errand.api.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.rig.S3Server;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStore.Piece;
import dev.errand.testing.FileStoreContract;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FileStoreTest extends FileStoreContract {

  private static final long PART = 5L << 20;

  @TempDir static Path folder;
  private static S3Server server;
  private static S3Bucket bucket;

  private final S3FileStore store = new S3FileStore(bucket, "files/", records);

  @BeforeAll
  static void start() {
    server = S3Server.start(folder);
    bucket = TestedS3.bucket(server);
  }

  @AfterAll
  static void stop() {
    bucket.close();
    server.close();
  }

  @Override
  protected FileStore store() {
    return store;
  }

  @Override
  protected String name() {
    return S3FileStore.NAME;
  }

  @Test
  void anObjectHasTheNameOfItsContentBehindThePrefix() throws IOException {
    UUID content = written(random(6 * 1024 * 1024));

    assertEquals(List.of("files/" + content), objects(content));
  }

  @Test
  void aSmallFileIsSentOnceItIsComplete() throws IOException {
    UUID content = begin();
    OutputStream out = store.write(content);
    out.write(random(1000));
    assertEquals(List.of(), objects(content));
    out.close();
    assertEquals(List.of("files/" + content), objects(content));
  }

  @Test
  void partsAreSentWhileTheUploadGoesOnAndErasedIfItIsNotCompleted() throws IOException {
    UUID content = begin();
    store.write(content).write(random(11 * 1024 * 1024));
    assertFalse(objects(content).isEmpty());
    abandon(content);

    store.erase(content);
    assertEquals(List.of(), objects(content));
  }

  @Test
  void onlyPiecesWithTheSizeOfPartsAreJoinedInTheServer() {
    assertTrue(S3FileStore.canBeParts(pieces(PART, 5L << 30, 1)));
    assertFalse(S3FileStore.canBeParts(pieces(PART - 1, 5L << 30, 1)));
    assertFalse(S3FileStore.canBeParts(pieces(PART, (5L << 30) + 1, 1)));
    assertFalse(S3FileStore.canBeParts(pieces(PART, 0)));
    assertFalse(S3FileStore.canBeParts(pieces()));
    assertTrue(
        S3FileStore.canBeParts(pieces(LongStream.range(0, 10_000).map(i -> PART).toArray())));
    assertFalse(
        S3FileStore.canBeParts(pieces(LongStream.range(0, 10_001).map(i -> PART).toArray())));
  }

  private static List<Piece> pieces(long... sizes) {
    return LongStream.of(sizes).mapToObj(size -> new Piece(UUID.randomUUID(), size)).toList();
  }

  private static List<String> objects(UUID content) {
    return server.objects().stream().filter(name -> name.contains(content.toString())).toList();
  }
}
