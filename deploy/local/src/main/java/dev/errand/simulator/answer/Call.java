package dev.errand.simulator.answer;

import dev.errand.simulator.fault.DirectiveReader;
import dev.errand.simulator.fault.Faults;
import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One received call.
 *
 * @param key as the {@link CallLedger} lists it
 */
public record Call(
    String id, Instant receivedAt, String key, String prompt, AnswerShape shape, JsonObject body) {

  private static final String PREFIX = "sim-";

  public Call(
      String id,
      Instant receivedAt,
      Optional<String> headerKey,
      AnswerShape shape,
      JsonObject body) {
    this(
        id,
        receivedAt,
        CallLedger.nameOf(headerKey.or(() -> bodyKey(body)).orElseGet(() -> shape.promptOf(body))),
        shape.promptOf(body),
        shape,
        body);
  }

  private static Optional<String> bodyKey(JsonObject body) {
    return text(body, "user").or(() -> object(body, "metadata").flatMap(it -> text(it, "key")));
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.getValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static Optional<JsonObject> object(JsonObject object, String name) {
    return object.getValue(name) instanceof JsonObject found
        ? Optional.of(found)
        : Optional.empty();
  }

  /** Throws {@link RefusedException} if a parameter is missing or wrong. */
  public void check() {
    if (text(body, "model").isEmpty()) {
      throw new RefusedException(OpenAiError.missingParameter("model"));
    }
    shape.check(body);
  }

  public String model() {
    return text(body, "model").orElse("");
  }

  /** The defaults, changed by the model's directives. */
  public Faults faults(Faults defaults) {
    String directives = model().startsWith(PREFIX) ? model().substring(PREFIX.length()) : "";
    try {
      return DirectiveReader.read(directives, defaults);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          OpenAiError.badParameter("model", "unknown_directive", e.getMessage()));
    }
  }

  String answer() {
    return Answers.textFor(prompt);
  }

  long created() {
    return receivedAt.getEpochSecond();
  }

  public boolean streams() {
    return Boolean.TRUE.equals(body.getValue("stream"));
  }

  boolean streamsUsage() {
    return object(body, "stream_options")
        .map(options -> Boolean.TRUE.equals(options.getValue("include_usage")))
        .orElse(false);
  }
}
