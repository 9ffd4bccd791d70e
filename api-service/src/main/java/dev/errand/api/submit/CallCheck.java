package dev.errand.api.submit;

import dev.errand.api.submit.Draft.Body;
import dev.errand.api.submit.Given.Nothing;
import dev.errand.api.submit.Given.Other;
import dev.errand.api.submit.Given.Value;
import dev.errand.api.submit.Submission.Call;
import dev.errand.job.Endpoint;
import dev.errand.lane.Lanes;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks a submission's call: endpoint, model and the provider's request. */
final class CallCheck {

  private static final int MODEL = 256;

  private final Lanes lanes;

  CallCheck(Lanes lanes) {
    this.lanes = lanes;
  }

  /** The call. Complete only if there are no violations. */
  Call call(Draft.Call draft, Violations violations) {
    Endpoint endpoint = endpoint(draft, violations);
    return switch (draft.body()) {
      case Nothing() -> shorthand(draft, endpoint, violations);
      case Other(_) -> {
        oneForm(draft, violations);
        violations.add("body", "must be a JSON object: the provider's request");
        yield incomplete(endpoint);
      }
      case Value(Body body) -> {
        oneForm(draft, violations);
        yield passedThrough(body, endpoint, violations);
      }
    };
  }

  private static Endpoint endpoint(Draft.Call draft, Violations violations) {
    Optional<String> path = violations.text("endpoint", draft.endpoint());
    Optional<Endpoint> endpoint = path.flatMap(Endpoint::of);
    if (path.isPresent() && endpoint.isEmpty()) {
      violations.add("endpoint", "must be one of " + String.join(", ", Endpoint.paths()));
    }
    return endpoint.orElse(Endpoint.CHAT_COMPLETIONS);
  }

  private static void oneForm(Draft.Call draft, Violations violations) {
    if (draft.model().isThere() || draft.prompt().isThere() || draft.system().isThere()) {
      violations.add("body", "send either body, or model, prompt and system, but not both");
    }
  }

  private Call passedThrough(Body body, Endpoint endpoint, Violations violations) {
    if (endpoint == Endpoint.RESPONSES && body.isOn(Body.BACKGROUND)) {
      violations.add(
          "body.background",
          "must not be true: the provider would respond before it has a result. Errand already runs"
              + " the call in the background, so leave background out");
    }
    if (body.isOn(Body.STREAM)) {
      violations.add(
          "body.stream", "must not be true: a job stores the complete answer, so leave stream out");
    }
    if (!body.model().isThere()) {
      violations.add("body.model", "is missing: set the model to call");
      return incomplete(endpoint);
    }
    String model = violations.text("body.model", body.model()).orElse("");
    return new Call(endpoint, model, lane("body.model", model, violations), body.bytes());
  }

  private Call shorthand(Draft.Call draft, Endpoint endpoint, Violations violations) {
    if (!draft.model().isThere() && !draft.prompt().isThere()) {
      violations.add("body", "send body, or model and prompt");
      return incomplete(endpoint);
    }
    String model = required("model", draft.model(), violations);
    String prompt = required("prompt", draft.prompt(), violations);
    Optional<String> system = violations.text("system", draft.system());
    if (system.isPresent() && !Shorthand.takesSystem(endpoint)) {
      violations.add("system", "is not supported for " + endpoint.path() + ": leave it out");
    }
    byte[] body = Shorthand.body(endpoint, model, prompt, system);
    return new Call(endpoint, model, lane("model", model, violations), body);
  }

  private static String required(String field, Given<String> given, Violations violations) {
    if (!given.isThere()) {
      violations.add(field, "is missing: the short form needs model and prompt");
    }
    return violations.text(field, given).orElse("");
  }

  private static Call incomplete(Endpoint endpoint) {
    return new Call(endpoint, "", "", new byte[0]);
  }

  private String lane(String field, String model, Violations violations) {
    if (model.isEmpty()) {
      return "";
    }
    if (model.codePointCount(0, model.length()) > MODEL) {
      violations.add(field, "must have at most %d characters".formatted(MODEL));
      return "";
    }
    return lanes
        .forModel(model)
        .map(lane -> lane.name())
        .orElseGet(
            () -> {
              violations.add(field, "no lane matches %s; lanes: %s".formatted(model, known()));
              return "";
            });
  }

  private String known() {
    return lanes.all().stream()
        .map(lane -> "%s (%s)".formatted(lane.name(), String.join(", ", lane.models())))
        .collect(Collectors.joining(", "));
  }
}
