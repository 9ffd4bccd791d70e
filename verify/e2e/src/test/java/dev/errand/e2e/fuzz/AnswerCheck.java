package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.errand.e2e.fuzz.Requests.Kind;
import dev.errand.e2e.fuzz.Requests.Made;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The rules for every response. */
final class AnswerCheck {

  private static final String DOCUMENT = "https://errand.test/openapi.json";

  /** For requests that may not reach their path. */
  private static final Set<Integer> ASTRAY = Set.of(200, 400, 404, 405);

  /**
   * What the HTTP server itself answers, without a body, to what is no request that it can read:
   * 400 malformed, 404 a target without a path, 414 a line and 431 headers that are too long, 501 a
   * version of HTTP that there is not (in native executables; on the JVM it does not mind).
   */
  private static final Set<Integer> UNREADABLE = Set.of(400, 404, 414, 431, 501);

  /** The header of answers to calls. */
  private static final String JOB = "errand-job-id";

  /** Calls whose jobs failed, and calls that took too long. */
  private static final Set<Integer> JOB_ENDS = Set.of(502, 504);

  /** For strangers; 400 if the key is in the query, or the Host is wrong as well. */
  private static final Set<Integer> NO_CALLER = Set.of(400, 401, 403);

  private final ApiDocument document;
  private final JsonSchemaFactory schemas;
  private final Map<String, JsonSchema> read = new ConcurrentHashMap<>();
  private final Set<Integer> documented;

  AnswerCheck(ApiDocument document) {
    this.document = document;
    this.schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder ->
                builder.schemaLoaders(
                    loaders -> loaders.schemas(Map.of(DOCUMENT, document.root().toString()))));
    this.documented =
        document.operations().stream()
            .flatMap(operation -> operation.answers().keySet().stream())
            .collect(Collectors.toSet());
  }

  /** The error in a response; empty if there is none. */
  Optional<String> fault(Made made, Answer answer) {
    if (answer.status() >= 500 && !isOfJob(answer) && !isUnreadableOn(made, answer)) {
      return Optional.of("status " + answer.status());
    }
    if (made.stranger() && !isTurnedAway(made, answer)) {
      return Optional.of("a stranger was let in: " + answer.status());
    }
    if (answer.headers().containsKey(Credentials.INJECTED)) {
      return Optional.of("a header was injected");
    }
    if (answer.status() >= 400) {
      Optional<String> fault = error(made, answer);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return made.isPlain() && made.routed() ? ofOperation(made, answer) : ofAny(answer);
  }

  /** It reports how a call ended, for example that its lane is paused; the service works. */
  private static boolean isOfJob(Answer answer) {
    return answer.header(JOB).isPresent() && JOB_ENDS.contains(answer.status());
  }

  /** Before an operation looks at anything; only OPTIONS is for everybody. */
  private static boolean isTurnedAway(Made made, Answer answer) {
    return made.routed()
        ? NO_CALLER.contains(answer.status()) || isUnreadable(answer)
        : answer.status() >= 400 || made.request().method().equals("OPTIONS");
  }

  private Optional<String> ofOperation(Made made, Answer answer) {
    Optional<String> pointer = made.operation().answer(answer.status());
    if (made.kind() == Kind.NEARLY && (isUnreadable(answer) || isBadRequest(answer))) {
      return Optional.empty();
    }
    if (pointer.isEmpty()) {
      return Optional.of("status %d is not documented".formatted(answer.status()));
    }
    return answer.status() == 204 || answer.status() == 304
        ? Optional.empty()
        : body(pointer.get(), answer);
  }

  private Optional<String> ofAny(Answer answer) {
    return documented.contains(answer.status())
            || ASTRAY.contains(answer.status())
            || UNREADABLE.contains(answer.status())
            || answer.status() == 101
        ? Optional.empty()
        : Optional.of("status %d is documented nowhere".formatted(answer.status()));
  }

  /** From the API, before an operation was found, for example because of the Host. */
  private static boolean isBadRequest(Answer answer) {
    return answer.status() == 400 && ErrorForm.PROBLEM.fits(answer);
  }

  private static boolean isUnreadableOn(Made made, Answer answer) {
    return made.kind() == Kind.MUTATED && isUnreadable(answer);
  }

  private static boolean isUnreadable(Answer answer) {
    return UNREADABLE.contains(answer.status()) && answer.body().length == 0;
  }

  private static Optional<String> error(Made made, Answer answer) {
    boolean mayBeUnreadable = made.kind() != Kind.VALID;
    if (mayBeUnreadable && isUnreadable(answer) || made.request().method().equals("HEAD")) {
      return Optional.empty();
    }
    Set<ErrorForm> forms = ErrorForm.of(made);
    return forms.stream().anyMatch(form -> form.fits(answer))
        ? Optional.empty()
        : Optional.of(
            forms.stream()
                .map(form -> form.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or ", "no ", " that fits the status")));
  }

  /** The body must have the documented type, and each value in it the documented schema. */
  private Optional<String> body(String pointer, Answer answer) {
    JsonNode content = document.at(pointer).path("content");
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Optional<Entry<String, JsonNode>> type =
        content.properties().stream()
            .filter(entry -> entry.getKey().equals(answer.type()))
            .findFirst();
    if (type.isEmpty()) {
      return Optional.of("type %s is not documented".formatted(answer.type()));
    }
    JsonSchema schema =
        schema(pointer + "/content/" + answer.type().replace("/", "~1") + "/schema");
    return values(answer).stream()
        .map(value -> invalid(schema, value))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Bytes of other types have no schema. */
  private static List<Optional<JsonNode>> values(Answer answer) {
    if (!answer.type().contains("json")) {
      return List.of();
    }
    return answer.type().contains("ndjson")
        ? new String(answer.body(), UTF_8).lines().map(Json::read).toList()
        : List.of(Json.read(answer.body()));
  }

  private static Optional<String> invalid(JsonSchema schema, Optional<JsonNode> value) {
    if (value.isEmpty()) {
      return Optional.of("the body is not JSON");
    }
    Set<ValidationMessage> faults = schema.validate(value.get());
    return faults.stream().findFirst().map(fault -> "not as documented: " + fault.getMessage());
  }

  private JsonSchema schema(String pointer) {
    return read.computeIfAbsent(
        pointer, at -> schemas.getSchema(SchemaLocation.of(DOCUMENT + "#" + at)));
  }
}
