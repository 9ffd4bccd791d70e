package dev.errand.simulator;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** One received call. @param key as the {@link CallLedger} lists it */
record Call(
    String id, Instant receivedAt, String key, String prompt, AnswerShape shape, JsonObject body) {

  private static final String PREFIX = "sim-";

  Call(
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
  void check() {
    if (text(body, "model").isEmpty()) {
      throw new RefusedException(OpenAiError.missingParameter("model"));
    }
    shape.check(body);
  }

  String model() {
    return text(body, "model").orElse("");
  }

  /** The defaults, changed by the model's directives. */
  Faults faults(Faults defaults) {
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

  boolean streams() {
    return Boolean.TRUE.equals(body.getValue("stream"));
  }

  boolean streamsUsage() {
    return object(body, "stream_options")
        .map(options -> Boolean.TRUE.equals(options.getValue("include_usage")))
        .orElse(false);
  }
}
