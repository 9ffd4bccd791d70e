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

/** Checks the values of a submission from any reader. */
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
   * The checked submission.
   *
   * @param violations the reader's violations; those of the values are added
   * @throws RejectedException if anything is wrong; it contains every error
   */
  Submission check(Draft draft, Violations violations) {
    Call call = calls.call(draft.call(), violations);
    Plan plan = plans.plan(draft.plan(), violations);
    Map<String, String> metadata = MetadataCheck.metadata(draft.metadata(), violations);
    violations.rejectIfAny();
    return new Submission(call, plan, metadata, Optional.empty());
  }
}
