package dev.errand.store.files;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No statement scans all files or chunks (see ADR 8). Where several indexes find equally few rows,
 * it may take any of them; unfinished uploads are few.
 */
class FilePlansTest {

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("progress", FileRecordStore.PROGRESS, Set.of("file_pkey")),
        Arguments.of("complete", FileRecordStore.COMPLETE, Set.of("file_pkey")),
        Arguments.of("abandon", FileRecordStore.ABANDON, Set.of("file_pkey")),
        Arguments.of(
            "delete",
            FileRecordStore.DELETE,
            Set.of("file_id_key", "file_tenant", "file_purpose", "batch_input", "batch_active")),
        Arguments.of(
            "find", FileQueries.FIND, Set.of("file_id_key", "file_tenant", "file_purpose")),
        Arguments.of(
            "newest first",
            FileQueries.ofPurpose(FileQueries.NEWEST_FIRST, false),
            Set.of("file_tenant")),
        Arguments.of(
            "oldest first",
            FileQueries.ofPurpose(FileQueries.OLDEST_FIRST, false),
            Set.of("file_tenant")),
        Arguments.of(
            "of a purpose",
            FileQueries.ofPurpose(FileQueries.NEWEST_FIRST, true),
            Set.of("file_purpose")),
        Arguments.of("used", FileQueries.USED, Set.of("file_tenant", "file_purpose")),
        Arguments.of("give up", FilePurgeStore.GIVE_UP, Set.of("file_unfinished", "file_pkey")),
        Arguments.of("expire", FilePurgeStore.EXPIRE, Set.of("file_expires", "file_pkey")),
        Arguments.of(
            "expire uploads",
            FilePurgeStore.EXPIRE_UPLOADS,
            Set.of("upload_expires", "upload_pkey", "file_upload")),
        Arguments.of("find an upload", UploadStore.FIND, Set.of("upload_pkey", "upload_tenant")),
        Arguments.of("join", UploadStore.JOIN, Set.of("upload_pkey", "upload_tenant")),
        Arguments.of(
            "complete an upload",
            UploadStore.COMPLETE,
            Set.of("upload_pkey", "upload_tenant", "file_upload", "file_pkey")),
        Arguments.of(
            "cancel an upload",
            UploadStore.CANCEL,
            Set.of("upload_pkey", "upload_tenant", "file_upload")),
        Arguments.of("begin a part", UploadPartStore.BEGIN, Set.of("upload_pkey", "upload_tenant")),
        Arguments.of(
            "complete a part", UploadPartStore.COMPLETE, Set.of("file_pkey", "file_upload")),
        Arguments.of("parts", UploadPartStore.LIST, Set.of("file_upload")),
        Arguments.of(
            "file of an upload",
            FileQueries.OF_UPLOAD,
            Set.of("file_pkey", "file_tenant", "file_purpose")),
        Arguments.of("move chunks", PostgresFileStore.MOVE, Set.of("file_chunk_pkey")),
        Arguments.of(
            "deleted",
            FilePurgeStore.DELETED,
            Set.of("file_store_deleted", "batch_input", "batch_active")),
        Arguments.of("kept", FileRecordStore.KEPT, Set.of("file_pkey")),
        Arguments.of("store of a file", FileStores.WHERE, Set.of("file_pkey")),
        Arguments.of(
            "forget",
            FilePurgeStore.FORGET,
            Set.of("file_pkey", "file_chunk_pkey", "job_request_line", "job_pkey")),
        Arguments.of("write a chunk", PostgresFileStore.WRITE, Set.of("file_pkey")),
        Arguments.of("read a chunk", PostgresFileStore.READ, Set.of("file_chunk_pkey")),
        Arguments.of("erase chunks", PostgresFileStore.ERASE, Set.of("file_chunk_pkey")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    Set<String> used = Plans.indexes(plan, "\\w+");
    assertFalse(used.isEmpty(), plan);
    assertTrue(indexes.containsAll(used), plan);
    assertFalse(plan.contains("Seq Scan"), plan);
  }
}
