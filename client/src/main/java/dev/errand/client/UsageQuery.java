package dev.errand.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Selects usage to sum; each method returns another query. */
public final class UsageQuery {

  private static final UsageQuery ALL = new UsageQuery(Map.of());

  private final Map<String, String> parameters;

  private UsageQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Everything of the last 24 hours, in one group. */
  public static UsageQuery all() {
    return ALL;
  }

  /**
   * Grouped by some of {@code tenant}, {@code key}, {@code lane}, {@code model}, {@code outcome}
   * and one of {@code hour} and {@code day}.
   */
  public UsageQuery by(String... dimensions) {
    return with("by", String.join(",", dimensions));
  }

  /** Only hours from the one with this time on. */
  public UsageQuery after(Instant time) {
    return with("after", time.toString());
  }

  /** Only hours that begin before this time. */
  public UsageQuery before(Instant time) {
    return with("before", time.toString());
  }

  /** Only this tenant's; for admins, who get that of all tenants otherwise. */
  public UsageQuery tenant(String name) {
    return with("tenant", name);
  }

  /** Only jobs of the key with this id. */
  public UsageQuery key(String id) {
    return with("key", id);
  }

  public UsageQuery lane(String name) {
    return with("lane", name);
  }

  public UsageQuery model(String name) {
    return with("model", name);
  }

  private UsageQuery with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new UsageQuery(more);
  }

  /** The query of the URL, with the question mark; empty if there are no conditions. */
  String parameters() {
    return Http.query(parameters);
  }
}
