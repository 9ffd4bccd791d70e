package dev.errand.api.tenants;

import dev.errand.api.submit.JsonFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an admin sets of a tenant. A field that is left out stays; null removes a limit. */
final class TenantSettings {

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?");
  private static final int HIGHEST_PRIORITY = 100;
  private static final int HEAVIEST = 1_000;
  private static final int MOST = 1_000_000_000;
  private static final long MOST_TOKENS = 1_000_000_000_000_000L;
  private static final int SHORTEST_RETENTION = 60;
  private static final Set<String> SETTINGS =
      Set.of(
          "suspended",
          "weight",
          "highest_priority",
          "requests_per_second",
          "jobs_queued",
          "calls_running",
          "retention_seconds",
          "usd_per_day",
          "usd_per_month",
          "tokens_per_day",
          "tokens_per_month");

  private final JsonFields fields;
  private final Instant now;
  private final int longestRetention;

  private TenantSettings(JsonFields fields, Instant now, Duration retention) {
    this.fields = fields;
    this.now = now;
    this.longestRetention = Math.clamp(retention.toSeconds(), SHORTEST_RETENTION, MOST);
  }

  /**
   * Reads a new tenant.
   *
   * @param retention the service's, which no tenant's can exceed
   */
  static Tenant create(byte[] body, Instant now, Duration retention) {
    Set<String> known =
        Stream.concat(SETTINGS.stream(), Stream.of("name")).collect(Collectors.toSet());
    return JsonFields.read(
        body,
        known,
        fields -> {
          Tenant tenant = new Tenant();
          tenant.createdAt = now;
          tenant.name = name(fields);
          new TenantSettings(fields, now, retention).apply(tenant);
          return tenant;
        });
  }

  /** Reads changes of a tenant, and makes them. */
  static void change(byte[] body, Instant now, Duration retention, Tenant tenant) {
    JsonFields.read(
        body,
        SETTINGS,
        fields -> {
          new TenantSettings(fields, now, retention).apply(tenant);
          return tenant;
        });
  }

  private static String name(JsonFields fields) {
    Optional<String> name = fields.text("name");
    if (!fields.has("name")) {
      fields.violation("name", "is required");
    } else if (name.filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      fields.violation(
          "name",
          "must have 1 to 63 of the characters a-z, 0-9, '.', '_' and '-', the first and the last"
              + " of them a letter or digit");
    }
    return name.orElse("");
  }

  private void apply(Tenant tenant) {
    fields
        .flag("suspended")
        .ifPresent(
            suspended -> {
              if (suspended != (tenant.suspendedAt != null)) {
                tenant.suspendedAt = suspended ? now : null;
              }
            });
    fields.integer("weight", 1, HEAVIEST).ifPresent(weight -> tenant.weight = weight);
    fields.set(
        "highest_priority",
        fields.integer("highest_priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY),
        value -> tenant.highestPriority = value == null ? null : value.shortValue());
    limits(tenant);
    budgets(tenant);
  }

  private void limits(Tenant tenant) {
    limit("requests_per_second", 1, MOST, value -> tenant.perSecond = value);
    limit("jobs_queued", 0, MOST, value -> tenant.queued = value);
    limit("calls_running", 1, MOST, value -> tenant.running = value);
    limit(
        "retention_seconds",
        SHORTEST_RETENTION,
        longestRetention,
        value -> tenant.retentionSeconds = value);
  }

  private void budgets(Tenant tenant) {
    money("usd_per_day", value -> tenant.usdPerDay = value);
    money("usd_per_month", value -> tenant.usdPerMonth = value);
    tokens("tokens_per_day", value -> tenant.tokensPerDay = value);
    tokens("tokens_per_month", value -> tenant.tokensPerMonth = value);
  }

  private void limit(String field, int min, int max, Consumer<@Nullable Integer> setter) {
    fields.set(field, fields.integer(field, min, max), setter);
  }

  private void money(String field, Consumer<@Nullable BigDecimal> setter) {
    fields.set(field, fields.money(field), setter);
  }

  private void tokens(String field, Consumer<@Nullable Long> setter) {
    fields.set(field, fields.large(field, 1, MOST_TOKENS), setter);
  }
}
