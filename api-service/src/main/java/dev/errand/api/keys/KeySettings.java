package dev.errand.api.keys;

import dev.errand.api.submit.JsonFields;
import dev.errand.tenant.Right;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a client sets of a key. A field that is left out stays; null removes a limit. */
final class KeySettings {

  static final int LONGEST_NAME = 100;
  static final int MOST_MODELS = 100;

  private static final int HIGHEST_PRIORITY = 100;
  private static final int MOST = 1_000_000_000;
  private static final String ROLES =
      Arrays.stream(Right.values()).map(Right::text).collect(Collectors.joining(", "));
  private static final Set<String> SETTINGS =
      Set.of(
          "name",
          "roles",
          "expires_at",
          "models",
          "highest_priority",
          "requests_per_second",
          "jobs_queued",
          "calls_running");

  private final JsonFields fields;
  private final Instant now;

  private KeySettings(JsonFields fields, Instant now) {
    this.fields = fields;
    this.now = now;
  }

  /** Reads a new key, and the tenant that it is for; empty for the author's own. */
  static NewKey create(byte[] body, Instant now) {
    Set<String> known =
        Stream.concat(SETTINGS.stream(), Stream.of("tenant")).collect(Collectors.toSet());
    return JsonFields.read(
        body,
        known,
        fields -> {
          for (String required : List.of("name", "roles")) {
            if (!fields.has(required)) {
              fields.violation(required, "is required");
            }
          }
          ApiKey key = new ApiKey();
          new KeySettings(fields, now).apply(key);
          return new NewKey(fields.text("tenant"), key);
        });
  }

  /** A key to be recorded. */
  record NewKey(Optional<String> tenant, ApiKey key) {}

  /** Reads changes of a key, and makes them. */
  static void change(byte[] body, Instant now, ApiKey key) {
    JsonFields.read(
        body,
        SETTINGS,
        fields -> {
          new KeySettings(fields, now).apply(key);
          return key;
        });
  }

  private void apply(ApiKey key) {
    name().ifPresent(name -> key.name = name);
    roles().ifPresent(roles -> key.roles = roles);
    fields.set("expires_at", expiry(), value -> key.expiresAt = value);
    fields.set("models", fields.texts("models", MOST_MODELS), value -> key.models = value);
    fields.set(
        "highest_priority",
        integer("highest_priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY),
        value -> key.highestPriority = value == null ? null : value.shortValue());
    fields.set(
        "requests_per_second",
        integer("requests_per_second", 1, MOST),
        value -> key.perSecond = value);
    fields.set("jobs_queued", integer("jobs_queued", 0, MOST), value -> key.queued = value);
    fields.set("calls_running", integer("calls_running", 1, MOST), value -> key.running = value);
  }

  private Optional<Integer> integer(String field, int min, int max) {
    return fields.integer(field, min, max);
  }

  private Optional<String> name() {
    Optional<String> name = fields.text("name");
    if (name.filter(text -> text.codePointCount(0, text.length()) > LONGEST_NAME).isPresent()) {
      fields.violation("name", "must have at most %d characters".formatted(LONGEST_NAME));
    }
    return name;
  }

  private Optional<List<String>> roles() {
    Optional<List<String>> roles = fields.texts("roles", Right.values().length);
    for (String role : roles.orElse(List.of())) {
      if (Right.of(role).isEmpty()) {
        fields.violation("roles", "must be some of: " + ROLES);
      }
    }
    return roles.map(list -> list.stream().distinct().toList());
  }

  private Optional<Instant> expiry() {
    Optional<Instant> end = fields.time("expires_at");
    if (end.filter(time -> !time.isAfter(now)).isPresent()) {
      fields.violation("expires_at", "must be in the future; it is now " + now);
    }
    return end;
  }
}
