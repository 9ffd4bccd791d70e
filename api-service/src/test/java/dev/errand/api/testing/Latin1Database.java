package dev.errand.api.testing;

import dev.errand.testing.EmbeddedDatabase;
import java.util.Map;

/** A database that can't store every text. */
public class Latin1Database extends EmbeddedDatabase {

  /** After the database that other tests share, whose URL this one's replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    return Map.of("errand.database.url", freshDatabaseIn("LATIN1"));
  }
}
