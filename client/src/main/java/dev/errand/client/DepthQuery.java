package dev.errand.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Selects jobs and times of the depth of lanes; each method returns another query. */
public final class DepthQuery {

  private static final DepthQuery ALL = new DepthQuery(Map.of());

  private final Map<String, String> parameters;

  private DepthQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** All lanes together in the last 24 hours. */
  public static DepthQuery all() {
    return ALL;
  }

  /** Only minutes from this time on. */
  public DepthQuery after(Instant time) {
    return with("after", time.toString());
  }

  /** Only minutes that began before this time. */
  public DepthQuery before(Instant time) {
    return with("before", time.toString());
  }

  public DepthQuery lane(String name) {
    return with("lane", name);
  }

  /** Only this tenant's; for admins, who get those of all tenants otherwise. */
  public DepthQuery tenant(String name) {
    return with("tenant", name);
  }

  private DepthQuery with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new DepthQuery(more);
  }

  /** The query of the URL, with the question mark; empty if there are no conditions. */
  String parameters() {
    return Http.query(parameters);
  }
}
