package dev.errand.api.submit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.Given.Value;
import dev.errand.job.Endpoint;
import dev.errand.lane.Lanes;
import dev.errand.store.NewJob.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;

/** Reads submissions that are a provider's request and nothing else, as OpenAI's clients send. */
@ApplicationScoped
public class CallReader {

  private final SubmissionCheck check;
  private final Lanes lanes;

  @Inject
  CallReader(SubmissionCheck check, Lanes lanes) {
    this.check = check;
    this.lanes = lanes;
  }

  /**
   * The submission of the request in {@code payload}, a JSON object.
   *
   * @throws RejectedException if it is invalid; it contains every error
   * @throws ProblemException if no lane takes its model
   */
  public Submission read(
      Endpoint endpoint, int priority, byte[] payload, Optional<IdempotencyKey> key) {
    Submission submission =
        checked(endpoint, priority, DraftJson.body(SubmissionJson.readBody(payload)));
    return key.map(name -> submission.under(name.forPayload(asSubmission(submission.call()))))
        .orElse(submission);
  }

  /**
   * The submission of the request in {@code call}.
   *
   * @throws RejectedException if it is invalid; it contains every error
   * @throws ProblemException if no lane takes its model
   */
  public Submission read(Endpoint endpoint, int priority, WrappedCall call) {
    return checked(endpoint, priority, call.body());
  }

  /**
   * The submission of a request that was valid once, and is not any more because Errand's
   * configuration has changed: without a lane, and only to be recorded as failed.
   *
   * @throws RejectedException if it has neither a body nor a model
   */
  public static Submission impossible(Endpoint endpoint, int priority, WrappedCall call) {
    if (call.body() instanceof Value<Draft.Body>(Draft.Body body)
        && body.model() instanceof Value<String>(String model)) {
      Plan plan = new Plan(priority, null, null, null, 1, null);
      return new Submission(
          new Submission.Call(endpoint, model, "", body.bytes()), plan, Map.of(), Optional.empty());
    }
    throw RejectedException.malformed("the call has no body with a model");
  }

  private Submission checked(Endpoint endpoint, int priority, Given<Draft.Body> body) {
    return check.check(draft(endpoint, priority, knownModel(body)), new Violations());
  }

  private Given<Draft.Body> knownModel(Given<Draft.Body> body) {
    if (body instanceof Value<Draft.Body>(Draft.Body request)
        && request.model() instanceof Value<String>(String model)
        && !model.isEmpty()
        && lanes.forModel(model).isEmpty()) {
      throw new ProblemException(
          ProblemType.MODEL_NOT_FOUND,
          "no lane takes the model %s; GET /v1/models lists those that are known"
              .formatted(Violations.shortened(model)));
    }
    return body;
  }

  private static Draft draft(Endpoint endpoint, int priority, Given<Draft.Body> body) {
    return new Draft(
        new Draft.Call(
            Given.value(endpoint.path()), body, Given.nothing(), Given.nothing(), Given.nothing()),
        new Draft.Plan(
            Given.value(priority),
            Given.nothing(),
            Given.nothing(),
            Given.nothing(),
            Given.nothing(),
            Given.nothing(),
            Given.nothing()),
        Given.nothing());
  }

  /** The same job in Errand's own JSON: a key of one endpoint does not stand for another's call. */
  private static byte[] asSubmission(Submission.Call call) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(call.body().length + 64);
    json.writeBytes(
        "{\"endpoint\":\"%s\",\"body\":".formatted(call.endpoint().path()).getBytes(UTF_8));
    json.writeBytes(call.body());
    json.write('}');
    return json.toByteArray();
  }
}
