package dev.errand.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.api.submit.JsonFields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long clients want to keep a file, as JSON says it in OpenAI's API. */
public final class ExpiresAfter {

  /** The only anchor: files expire by their age. */
  public static final String CREATED_AT = "created_at";

  public static final int MIN_SECONDS = 3600;
  public static final int MAX_SECONDS = 2_592_000;

  private ExpiresAfter() {}

  /** Whether a file may be kept for so long. */
  public static boolean fits(int seconds) {
    return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
  }

  /** The value of a field, if it is given; notes what is wrong with it. */
  public static Optional<Duration> read(JsonFields fields, String name) {
    Optional<Map<String, JsonNode>> given = fields.object(name);
    Optional<Duration> kept =
        given
            .filter(object -> object.size() == 2)
            .filter(object -> isCreation(object.get("anchor")))
            .map(object -> object.get("seconds"))
            .filter(JsonNode::isIntegralNumber)
            .filter(JsonNode::canConvertToInt)
            .map(JsonNode::intValue)
            .filter(ExpiresAfter::fits)
            .map(Duration::ofSeconds);
    if (given.isPresent() && kept.isEmpty()) {
      fields.violation(
          name,
          "must be {\"anchor\": \"created_at\", \"seconds\": from %d to %d}"
              .formatted(MIN_SECONDS, MAX_SECONDS));
    }
    return kept;
  }

  private static boolean isCreation(@Nullable JsonNode anchor) {
    return anchor != null && CREATED_AT.equals(anchor.textValue());
  }
}
