package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files of a caller's tenant. */
@ApplicationScoped
public class FileQueries {

  private static final String LIVE =
      "deleted_at is null and (expires_at is null or expires_at > now())";

  static final String FIND =
      """
      select <columns> from file where id = ? and tenant = ? and <live>
      """
          .replace("<columns>", StoredFile.COLUMNS)
          .replace("<live>", LIVE);

  static final String OF_UPLOAD =
      """
      select <columns> from file
      where content = ? and tenant = ? and id is not null and <live>
      """
          .replace("<columns>", StoredFile.COLUMNS)
          .replace("<live>", LIVE);

  /** All from one id on, in one direction; of one purpose or of all. */
  private static final String LIST =
      """
      select <columns> from file
      where tenant = ? <of purpose> and id <after> ? and <live>
      order by id <order>
      limit ?
      """
          .replace("<columns>", StoredFile.COLUMNS)
          .replace("<live>", LIVE);

  static final String NEWEST_FIRST = LIST.replace("<after>", "<").replace("<order>", "desc");
  static final String OLDEST_FIRST = LIST.replace("<after>", ">").replace("<order>", "asc");

  static final String USED =
      """
      select coalesce(sum(bytes), 0) from file
      where tenant = ? and content <> ? and deleted_at is null and batch is null
      """;

  private static final UUID LOWEST = new UUID(0, 0);
  private static final UUID HIGHEST = new UUID(-1, -1);

  private final Database database;

  @Inject
  public FileQueries(Database database) {
    this.database = database;
  }

  /**
   * Which files to list.
   *
   * @param purpose null for all
   * @param after where the page before ended; that file need not exist any more
   * @param limit the most files
   */
  public record Page(
      @Nullable String purpose, boolean newestFirst, Optional<UUID> after, int limit) {

    /** The same page and one more file, if there is one. */
    public Page withOneMore() {
      return new Page(purpose, newestFirst, after, limit + 1);
    }

    private String sql() {
      return ofPurpose(newestFirst ? NEWEST_FIRST : OLDEST_FIRST, purpose != null);
    }

    private UUID start() {
      return after.orElse(newestFirst ? HIGHEST : LOWEST);
    }
  }

  static String ofPurpose(String list, boolean one) {
    return list.replace("<of purpose>", one ? "and purpose = ?" : "");
  }

  /** A file, unless it has expired. */
  public Optional<StoredFile> find(Caller caller, UUID id) {
    return first(FIND, caller, id);
  }

  /** The file that an upload in parts has become, unless it has expired or was deleted. */
  public Optional<StoredFile> ofUpload(Caller caller, UUID upload) {
    return first(OF_UPLOAD, caller, upload);
  }

  private Optional<StoredFile> first(String sql, Caller caller, UUID id) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, StoredFile::of);
          }
        });
  }

  /** Files by id, which is the order in which their uploads were completed. */
  public List<StoredFile> list(Caller caller, Page page) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(page.sql())) {
            int index = 1;
            statement.setString(index++, caller.tenant());
            if (page.purpose() != null) {
              statement.setString(index++, page.purpose());
            }
            statement.setObject(index++, page.start());
            statement.setInt(index, page.limit());
            return Rows.all(statement, StoredFile::of);
          }
        });
  }

  /**
   * The bytes of all files that the caller's tenant has uploaded, and of its uploads in progress as
   * last recorded.
   *
   * @param content of an upload that is not counted
   */
  public long used(Caller caller, UUID content) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(USED)) {
            statement.setString(1, caller.tenant());
            statement.setObject(2, content);
            return Rows.first(statement, row -> row.getLong(1)).orElseThrow();
          }
        });
  }
}
