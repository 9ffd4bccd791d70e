package dev.errand.api.lanes;

import dev.errand.api.submit.QueryFields;
import dev.errand.store.depth.DepthFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads the query of the depth of lanes, and collects all of its errors. */
final class DepthParameters {

  static final String AFTER = "after";
  static final String BEFORE = "before";
  static final String TENANT = "tenant";
  static final String LANE = "lane";

  private static final List<String> SUPPORTED = List.of(AFTER, BEFORE, TENANT, LANE);

  /** Unless the query says it, the depth of this time is shown. */
  private static final Duration RECENTLY = Duration.ofHours(24);

  private DepthParameters() {}

  /**
   * What is asked for.
   *
   * @param after as in the query; the filter may begin later
   */
  record DepthQuery(DepthFilter filter, Instant after) {}

  /** The requested depth; throws a problem if the query is invalid. */
  static DepthQuery read(Map<String, List<String>> query, Instant now) {
    QueryFields fields = new QueryFields(SUPPORTED);
    query.forEach(fields::read);
    Instant before = fields.time(BEFORE).orElse(now);
    Instant after = fields.time(AFTER).orElse(before.minus(RECENTLY));
    if (fields.areValid() && !after.isBefore(before)) {
      fields.reject(AFTER, "must be earlier than " + before);
    }
    fields.check();
    return new DepthQuery(
        DepthFilter.of(fields.text(TENANT), fields.text(LANE), after, before), after);
  }
}
