package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the message for the user in an error of any shape. */
final class Reason {

  /** The members that contain a message, the most informative first. */
  private static final List<String> MESSAGES =
      List.of(
          "error",
          "message",
          "detail",
          "errors",
          "msg",
          "error_message",
          "errorMessage",
          "error_msg",
          "error_description",
          "description",
          "status_msg",
          "base_resp",
          "Message",
          "fault",
          "faultstring",
          "title",
          "reason",
          "code",
          "type");

  private static final List<String> DETAILS = List.of("message", "detail", "error_description");

  /** Deep enough for JSON in a string in an error in a list. */
  private static final int DEPTH = 8;

  private Reason() {}

  /** The reason in an error's JSON; the whole error if it has no known member. */
  static String of(JsonNode error) {
    return in(error, DEPTH).map(Shown::line).orElseGet(() -> Shown.line(error.toString()));
  }

  /** The reason, if there is one. */
  static Optional<String> in(JsonNode error) {
    return in(error, DEPTH).map(Shown::line);
  }

  private static Optional<String> in(JsonNode error, int depth) {
    if (depth == 0 || Blank.is(error)) {
      return Optional.empty();
    }
    return switch (error.getNodeType()) {
      case STRING -> Optional.of(text(error.textValue(), depth));
      case ARRAY -> all(error, depth);
      case OBJECT -> object(error, depth);
      case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> Optional.empty();
    };
  }

  /** Gateways put the provider's own JSON into a string. */
  private static String text(String text, int depth) {
    String stripped = text.strip();
    if (stripped.startsWith("{") || stripped.startsWith("[")) {
      try {
        JsonNode inner = StrictJson.read(stripped.getBytes(StandardCharsets.UTF_8)).outline();
        return in(inner, depth - 1).orElse(stripped);
      } catch (IOException e) {
        return stripped;
      }
    }
    return stripped;
  }

  private static Optional<String> all(JsonNode errors, int depth) {
    String joined =
        errors
            .valueStream()
            .flatMap(error -> in(error, depth - 1).stream())
            .distinct()
            .collect(Collectors.joining("; "));
    return Optional.of(joined).filter(text -> !text.isEmpty());
  }

  private static Optional<String> object(JsonNode error, int depth) {
    if (error.path("loc").isArray()) {
      return Optional.of(place(error.path("loc")) + error.path("msg").asText());
    }
    if (error.path("error").isTextual()) {
      return Optional.of(titled(error));
    }
    for (String name : MESSAGES) {
      Optional<String> message = in(error.path(name), depth - 1);
      if (message.isPresent()) {
        return message.map(text -> withCause(text, error, depth) + code(name, error));
      }
    }
    return Optional.empty();
  }

  /** Spring and OAuth put the type of error next to its description. */
  private static String titled(JsonNode error) {
    String title = text(error.path("error").textValue(), 2);
    return DETAILS.stream()
        .map(name -> error.path(name).asText())
        .filter(detail -> !detail.isBlank() && !title.contains(detail))
        .findFirst()
        .map(detail -> title + ": " + detail)
        .orElse(title);
  }

  /** The location of an invalid value, as FastAPI reports it. */
  private static String place(JsonNode loc) {
    return loc.valueStream().map(JsonNode::asText).collect(Collectors.joining(".")) + ": ";
  }

  /** OpenRouter puts the provider's message behind "Provider returned error". */
  private static String withCause(String message, JsonNode error, int depth) {
    return in(error.path("metadata").path("raw"), depth - 2)
        .filter(cause -> !message.contains(cause))
        .map(cause -> message + ": " + cause)
        .orElse(message);
  }

  private static String code(String name, JsonNode error) {
    JsonNode code = error.path("code");
    boolean tells = name.equals("message") && code.isTextual() && !Blank.is(code);
    return tells ? " (" + code.textValue() + ")" : "";
  }
}
