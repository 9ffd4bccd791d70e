package dev.errand.database;

import dev.errand.text.Sha256;
import java.util.HexFormat;

/**
 * The Postgres channel for a name. Channels belong to a database, but Errand to a schema: outside
 * of the schema {@code public}, the channel's name contains the schema, so that two installations
 * in one database do not receive each other's notifications.
 */
public final class Channel {

  private static final int DIGITS = 40;

  private Channel() {}

  /** The channel in the schema that a statement runs in, as an SQL expression. */
  public static String sql(String name) {
    return """
    case when current_schema() = 'public' then %1$s
      else 'errand:' || left(encode(sha256(
        convert_to(current_schema() || ':' || %1$s, 'UTF8')), 'hex'), %2$d) end\
    """
        .formatted(name, DIGITS);
  }

  /** The channel in a schema. */
  static String of(String name, String schema) {
    return schema.equals("public") ? name : "errand:" + digest(schema + ":" + name);
  }

  private static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.of(text)).substring(0, DIGITS);
  }
}
