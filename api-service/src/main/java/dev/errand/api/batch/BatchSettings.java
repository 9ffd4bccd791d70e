package dev.errand.api.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.api.openai.ExpiresAfter;
import dev.errand.api.submit.JsonFields;
import dev.errand.job.Endpoint;
import dev.errand.store.batch.BatchStatus;
import dev.errand.store.files.FileId;
import dev.errand.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a client sets of a new batch. */
final class BatchSettings {

  private static final String INPUT_FILE = "input_file_id";
  private static final String ENDPOINT = "endpoint";
  private static final String WINDOW = "completion_window";
  private static final String METADATA = "metadata";
  private static final String OUTPUT_EXPIRES = "output_expires_after";
  private static final String PRIORITY = "priority";
  private static final Set<String> KNOWN =
      Set.of(INPUT_FILE, ENDPOINT, WINDOW, METADATA, OUTPUT_EXPIRES, PRIORITY);

  private static final Pattern WINDOW_FORM = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
  private static final Duration SHORTEST = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_PAIRS = 16;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_VALUE = 512;
  private static final int LONGEST_PRIORITY = 100;

  private final JsonFields fields;
  private final Caller caller;
  private final int priority;

  private BatchSettings(JsonFields fields, Caller caller, int priority) {
    this.fields = fields;
    this.caller = caller;
    this.priority = priority;
  }

  /**
   * Reads a new batch, whose input file has not been looked up.
   *
   * @param priority of batches that do not set one
   */
  static Batch create(byte[] body, Caller caller, int priority, Instant now) {
    return JsonFields.read(
        body, KNOWN, fields -> new BatchSettings(fields, caller, priority).batch(now));
  }

  private Batch batch(Instant now) {
    Batch batch = new Batch();
    inputFile().ifPresent(id -> batch.inputFile = id);
    endpoint().ifPresent(endpoint -> batch.endpoint = endpoint.path());
    batch.completionWindow = required(WINDOW).orElse("");
    batch.createdAt = now;
    batch.expiresAt = now.plus(window(batch.completionWindow));
    batch.metadata = metadata().orElse(null);
    batch.outputSeconds =
        ExpiresAfter.read(fields, OUTPUT_EXPIRES).map(Duration::toSeconds).orElse(null);
    batch.priority = (short) priority();
    batch.status = BatchStatus.VALIDATING.text();
    batch.tenant = caller.tenant();
    batch.apiKey = caller.key().orElse(null);
    return batch;
  }

  private Optional<String> required(String field) {
    if (!fields.has(field)) {
      fields.violation(field, "is required");
    }
    return fields.text(field);
  }

  private Optional<UUID> inputFile() {
    Optional<String> text = required(INPUT_FILE);
    Optional<UUID> id = text.flatMap(FileId::parse);
    if (text.isPresent() && id.isEmpty()) {
      fields.violation(INPUT_FILE, "must be the id of a file, such as POST /v1/files returns");
    }
    return id;
  }

  private Optional<Endpoint> endpoint() {
    Optional<String> text = required(ENDPOINT);
    Optional<Endpoint> endpoint = text.flatMap(Endpoint::of);
    if (text.isPresent() && endpoint.isEmpty()) {
      fields.violation(ENDPOINT, "must be one of: " + String.join(", ", Endpoint.paths()));
    }
    return endpoint;
  }

  private Duration window(String text) {
    Matcher form = WINDOW_FORM.matcher(text);
    Duration window = form.matches() ? duration(form) : Duration.ZERO;
    boolean fits = window.compareTo(SHORTEST) >= 0 && window.compareTo(LONGEST) <= 0;
    if (!text.isEmpty() && !fits) {
      fields.violation(WINDOW, "must be a time from 60s to 30d, such as 24h");
    }
    return window;
  }

  private static Duration duration(Matcher form) {
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private Optional<Map<String, String>> metadata() {
    Optional<Map<String, JsonNode>> given = fields.object(METADATA);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get().size() > MOST_PAIRS) {
      fields.violation(METADATA, "may have at most %d pairs".formatted(MOST_PAIRS));
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    given
        .get()
        .forEach(
            (key, value) -> {
              if (!isStorable(key, LONGEST_KEY)
                  || !value.isTextual()
                  || !isStorable(value.textValue(), LONGEST_VALUE)) {
                fields.violation(
                    METADATA,
                    "must have strings, with keys of at most %d and values of at most %d characters"
                        .formatted(LONGEST_KEY, LONGEST_VALUE));
              } else {
                pairs.put(key, value.textValue());
              }
            });
    return Optional.of(pairs);
  }

  /** Postgres stores neither NUL nor half a surrogate pair. */
  private static boolean isStorable(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        && text.codePoints()
            .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private int priority() {
    int highest = caller.limits().highestPriority().orElse(LONGEST_PRIORITY);
    Optional<Integer> given = fields.integer(PRIORITY, -LONGEST_PRIORITY, LONGEST_PRIORITY);
    if (given.filter(wanted -> wanted > highest).isPresent()) {
      fields.violation(PRIORITY, "may be %d at most with this key".formatted(highest));
    }
    return given.orElse(Math.min(priority, highest));
  }
}
