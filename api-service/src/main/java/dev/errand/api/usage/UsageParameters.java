package dev.errand.api.usage;

import dev.errand.api.submit.QueryFields;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.UsageFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the query of usage, and collects all of its errors. */
public final class UsageParameters {

  static final String BY = "by";
  static final String AFTER = "after";
  static final String BEFORE = "before";
  static final String TENANT = "tenant";
  static final String KEY = "key";
  static final String LANE = "lane";
  static final String MODEL = "model";

  /** Unless the query says it, the usage of this time is summed. */
  private static final Duration RECENTLY = Duration.ofHours(24);

  private static final List<String> SUPPORTED =
      List.of(BY, AFTER, BEFORE, TENANT, KEY, LANE, MODEL);

  private final QueryFields fields = new QueryFields(SUPPORTED);
  private final Set<Dimension> by = EnumSet.noneOf(Dimension.class);

  private UsageParameters() {}

  /**
   * What is asked for.
   *
   * @param by what the usage is to be grouped by
   */
  public record UsageQuery(UsageFilter filter, Set<Dimension> by) {

    public UsageQuery {
      by = Set.copyOf(by);
    }
  }

  /** The requested usage; throws a problem if the query is invalid. */
  public static UsageQuery read(Map<String, List<String>> query, Instant now) {
    UsageParameters parameters = new UsageParameters();
    query.forEach(parameters::read);
    UsageQuery asked = new UsageQuery(parameters.filter(now), parameters.by);
    parameters.fields.check();
    return asked;
  }

  private void read(String name, List<String> given) {
    if (!name.equals(BY)) {
      fields.read(name, given);
    } else if (fields.accepts(name, given)) {
      given.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).forEach(this::dimension);
    }
  }

  private void dimension(String text) {
    Optional<Dimension> dimension = Dimension.of(text);
    if (dimension.isEmpty()) {
      fields.reject(BY, "must be some of: " + names());
    } else if (dimension.get().isTime() && by.stream().anyMatch(Dimension::isTime)) {
      fields.reject(BY, "must have only one of: hour, day");
    } else {
      by.add(dimension.get());
    }
  }

  private UsageFilter filter(Instant now) {
    return new UsageFilter(
        fields.text(TENANT),
        fields.text(KEY),
        fields.text(LANE),
        fields.text(MODEL),
        fields.time(AFTER).orElse(now.minus(RECENTLY)).truncatedTo(ChronoUnit.HOURS),
        fields.time(BEFORE).map(UsageParameters::roundedUp));
  }

  private static Instant roundedUp(Instant time) {
    Instant hour = time.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(time) ? hour : hour.plus(Duration.ofHours(1));
  }

  private static String names() {
    return Arrays.stream(Dimension.values()).map(Dimension::text).collect(Collectors.joining(", "));
  }
}
