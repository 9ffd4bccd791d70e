package dev.errand.testing;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** A fresh database with tables, for services that do not migrate. */
public final class MigratedDatabase extends EmbeddedDatabase {

  /** The JDBC URL of a new database with tables. */
  public static String fresh() {
    return migrated(freshDatabase());
  }

  /** The URL itself, once its database has tables. */
  public static String migrated(String url) {
    Flyway.configure().dataSource(url, null, null).load().migrate();
    return url;
  }

  @Override
  public Map<String, String> start() {
    return Map.of("errand.database.url", fresh());
  }
}
