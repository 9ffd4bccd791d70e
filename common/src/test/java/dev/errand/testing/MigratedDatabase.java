package dev.errand.testing;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** A fresh database with tables, for services that do not migrate. */
public final class MigratedDatabase extends EmbeddedDatabase {

  /** Copies of it are created several times faster than databases are migrated. */
  private static final class Template {
    static final String URL = migrated(freshDatabase());
  }

  /** The JDBC URL of a new database with tables. */
  public static String fresh() {
    return copyOf(Template.URL);
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
