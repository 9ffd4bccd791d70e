package dev.errand.simulator.answer;

import dev.errand.simulator.fault.DirectiveReader;
import dev.errand.simulator.fault.Faults;
import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One received call.
 *
 * @param key as the {@link CallLedger} lists it
 */
public record Call(
    String id, Instant receivedAt, String key, String prompt, AnswerShape shape, JsonObject body) {

  private static final String PREFIX = "sim-";
  private static final Pattern MARKER = Pattern.compile("\\[\\[(sim-[^\\[\\]]{1,200})]]");

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

  /** What stands in double brackets in its prompt and its user, in their order. */
  public List<String> markers() {
    return Stream.of(prompt, text(body, "user").orElse(""))
        .flatMap(text -> MARKER.matcher(text).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** The name of all that changes its faults: calls with the same one share their spells. */
  public String behavior() {
    return model() + String.join("", markers());
  }

  /** The defaults, changed by the model's directives, and these by the markers'. */
  public Faults faults(Faults defaults) {
    Faults faults = changed(defaults, model(), "model");
    for (String marker : markers()) {
      faults = changed(faults, marker, shape.required());
    }
    return faults;
  }

  private static Faults changed(Faults faults, String name, String parameter) {
    String directives = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    try {
      return DirectiveReader.read(directives, faults);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          OpenAiError.badParameter(parameter, "unknown_directive", e.getMessage()));
    }
  }

  /** The same, as if no other encoding than numbers had been asked for. */
  public Call withoutEncoding() {
    JsonObject plain = body.copy();
    plain.remove("encoding_format");
    return new Call(id, receivedAt, key, prompt, shape, plain);
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
