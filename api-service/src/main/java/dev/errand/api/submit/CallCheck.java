package dev.errand.api.submit;

import dev.errand.api.submit.RawSubmission.Body;
import dev.errand.job.Endpoint;
import dev.errand.lane.Lanes;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks what a submission wants to be called: endpoint, model, and the provider's request. */
final class CallCheck {

  private static final int MODEL = 256;

  private final Lanes lanes;

  CallCheck(Lanes lanes) {
    this.lanes = lanes;
  }

  /**
   * What to call. Complete only where no violation was noted.
   *
   * @param lane the name of the lane that takes the model
   * @param body the provider's request
   */
  record Call(Endpoint endpoint, String model, String lane, byte[] body) {}

  Call call(Fields fields, Optional<Body> body) {
    Endpoint endpoint = endpoint(fields);
    if (body.isPresent()) {
      return passedThrough(fields, endpoint, body.get());
    }
    if (!fields.has("model") && !fields.has("prompt")) {
      fields.violation("body", "give body, or model and prompt");
      return new Call(endpoint, "", "", new byte[0]);
    }
    return shorthand(fields, endpoint);
  }

  private static Endpoint endpoint(Fields fields) {
    Optional<String> path = fields.text("endpoint");
    Optional<Endpoint> endpoint = path.flatMap(Endpoint::of);
    if (path.isPresent() && endpoint.isEmpty()) {
      fields.violation("endpoint", "must be one of " + String.join(", ", Endpoint.paths()));
    }
    return endpoint.orElse(Endpoint.CHAT_COMPLETIONS);
  }

  private Call passedThrough(Fields fields, Endpoint endpoint, Body body) {
    if (fields.has("model") || fields.has("prompt") || fields.has("system")) {
      fields.violation("body", "give either body, or model, prompt and system; not both");
    }
    if (!body.isObject()) {
      fields.violation("body", "must be a JSON object: the provider's request");
      return new Call(endpoint, "", "", body.bytes());
    }
    if (endpoint == Endpoint.RESPONSES && body.isOn(Body.BACKGROUND)) {
      fields.violation(
          "body.background",
          "must not be true: the provider would answer before it has a result. Errand already runs"
              + " the call in the background, so leave background out");
    }
    if (body.isOn(Body.STREAM)) {
      fields.violation(
          "body.stream", "must not be true: a job keeps the whole answer, so leave stream out");
    }
    if (body.model().isMissingNode()) {
      fields.violation("body.model", "is missing: name the model to call");
      return new Call(endpoint, "", "", body.bytes());
    }
    String model = fields.text("body.model", body.model()).orElse("");
    return new Call(endpoint, model, lane(fields, "body.model", model), body.bytes());
  }

  private Call shorthand(Fields fields, Endpoint endpoint) {
    String model = required(fields, "model");
    String prompt = required(fields, "prompt");
    Optional<String> system = fields.text("system");
    if (system.isPresent() && !Shorthand.takesSystem(endpoint)) {
      fields.violation("system", "has no meaning for " + endpoint.path() + ": leave it out");
    }
    byte[] body = Shorthand.body(endpoint, model, prompt, system);
    return new Call(endpoint, model, lane(fields, "model", model), body);
  }

  private static String required(Fields fields, String name) {
    if (!fields.has(name)) {
      fields.violation(name, "is missing: the short form needs model and prompt");
    }
    return fields.text(name).orElse("");
  }

  private String lane(Fields fields, String field, String model) {
    if (model.isEmpty()) {
      return "";
    }
    if (model.codePointCount(0, model.length()) > MODEL) {
      fields.violation(field, "must have at most %d characters".formatted(MODEL));
      return "";
    }
    return lanes
        .forModel(model)
        .map(lane -> lane.name())
        .orElseGet(
            () -> {
              fields.violation(field, "no lane takes %s; lanes: %s".formatted(model, known()));
              return "";
            });
  }

  private String known() {
    return lanes.all().stream()
        .map(lane -> "%s (%s)".formatted(lane.name(), String.join(", ", lane.models())))
        .collect(Collectors.joining(", "));
  }
}
