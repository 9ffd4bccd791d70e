package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * All stores as one: each file is in the store that its row names, so that files are found whatever
 * is configured for new ones.
 */
@ApplicationScoped
public class FileStores implements FileStore {

  static final String WHERE = "select store from file where content = ?";

  private final Database database;
  private final Map<String, FileStore> stores;

  @Inject
  FileStores(Database database, @Any Instance<FileStore> stores) {
    this(database, named(stores));
  }

  /**
   * The stores by name.
   *
   * @param database with the rows of their files
   */
  public FileStores(Database database, Map<String, FileStore> stores) {
    this.database = database;
    this.stores = Map.copyOf(stores);
  }

  private static Map<String, FileStore> named(Instance<FileStore> stores) {
    Map<String, FileStore> named = new TreeMap<>();
    for (Instance.Handle<FileStore> store : stores.handles()) {
      store.getBean().getQualifiers().stream()
          .filter(Identifier.class::isInstance)
          .forEach(name -> named.put(((Identifier) name).value(), store.get()));
    }
    return named;
  }

  /** The names of all stores. */
  public Set<String> names() {
    return stores.keySet();
  }

  @Override
  public OutputStream write(UUID content) {
    return of(content).write(content);
  }

  @Override
  public InputStream read(UUID content, long from) {
    return of(content).read(content, from);
  }

  /** The pieces are in the store of what they become. */
  @Override
  public void join(List<Piece> pieces, UUID content) throws IOException {
    of(content).join(pieces, content);
  }

  @Override
  public boolean erase(UUID content) {
    return of(content).erase(content);
  }

  /** What has no row any more is nowhere: Postgres, which has no content without a row, says so. */
  private FileStore of(UUID content) {
    String name = where(content);
    FileStore store = stores.get(name);
    if (store == null) {
      throw new FileStoreException(
          "a file is in the store %s, which this version does not know".formatted(name), null);
    }
    return store;
  }

  private String where(UUID content) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WHERE)) {
            statement.setObject(1, content);
            return Rows.first(statement, row -> row.getString(1)).orElse(PostgresFileStore.NAME);
          }
        });
  }
}
