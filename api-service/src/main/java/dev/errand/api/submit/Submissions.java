package dev.errand.api.submit;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.submit.CallCheck.Call;
import dev.errand.job.JobId;
import dev.errand.lane.Lanes;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Makes jobs of submissions. */
@ApplicationScoped
public class Submissions {

  private static final Set<String> FIELDS =
      Set.of(
          "endpoint",
          "body",
          "model",
          "prompt",
          "system",
          "priority",
          "delay_seconds",
          "run_at",
          "timeout_seconds",
          "max_attempts",
          "on_lost",
          "deadline",
          "metadata");

  private final CallCheck calls;
  private final PlanCheck plans;
  private final Clock clock;

  @Inject
  public Submissions(ApiConfig config, Lanes lanes, Clock clock) {
    this.calls = new CallCheck(lanes);
    this.plans = new PlanCheck(config.job(), clock);
    this.clock = clock;
  }

  /**
   * The job that {@code payload}, a JSON object, asks for.
   *
   * @throws RejectedException where it asks for none that can be; it tells all that is wrong
   */
  public NewJob job(Caller caller, byte[] payload, Optional<IdempotencyKey> key) {
    RawSubmission raw = SubmissionJson.read(payload);
    Fields fields = new Fields(raw.fields());
    fields.allowOnly(FIELDS);
    Call call = calls.call(fields, raw.body());
    Plan plan = plans.plan(fields);
    String metadata = MetadataCheck.metadata(fields);
    fields.rejectWhatIsWrong();
    return new NewJob(
        JobId.next(clock),
        caller.tenant(),
        call.lane(),
        plan,
        new Request(call.endpoint(), call.model(), metadata, call.body()),
        key.map(k -> k.forPayload(payload)));
  }
}
