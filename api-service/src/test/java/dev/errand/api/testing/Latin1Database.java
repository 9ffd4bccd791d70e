package dev.errand.api.testing;

import dev.errand.testing.EmbeddedDatabase;
import java.util.Map;

/** A database that cannot store every text. */
public class Latin1Database extends EmbeddedDatabase {

  /** Runs after the shared database, whose URL it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    return Map.of("errand.database.url", freshDatabaseIn("LATIN1"));
  }
}
