package dev.errand.api.submit;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.submit.Submission.Call;
import dev.errand.lane.Lanes;
import dev.errand.store.NewJob.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Checks the values of a submission, whichever reader found them. */
@ApplicationScoped
class SubmissionCheck {

  private final CallCheck calls;
  private final PlanCheck plans;

  @Inject
  SubmissionCheck(ApiConfig config, Lanes lanes, Clock clock) {
    this.calls = new CallCheck(lanes);
    this.plans = new PlanCheck(config.job(), clock);
  }

  /**
   * The submission that the draft is.
   *
   * @param violations what its reader found wrong; what is wrong with the values is added
   * @throws RejectedException where anything is wrong; it tells all of it
   */
  Submission check(Draft draft, Violations violations) {
    Call call = calls.call(draft.call(), violations);
    Plan plan = plans.plan(draft.plan(), violations);
    Map<String, String> metadata = MetadataCheck.metadata(draft.metadata(), violations);
    violations.rejectIfAny();
    return new Submission(call, plan, metadata, Optional.empty());
  }
}
