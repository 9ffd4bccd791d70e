package dev.errand.api.admit;

import dev.errand.api.admit.Denial.ModelNotPermitted;
import dev.errand.api.admit.Denial.PriorityNotPermitted;
import dev.errand.api.submit.Submission;
import dev.errand.lane.Glob;
import dev.errand.tenant.Limits;
import java.util.Optional;

/** What a submission may ask for, by its caller's limits. */
public final class Permissions {

  private Permissions() {}

  /** Why the submission is not permitted; empty if it is. */
  static Optional<Denial> denial(Limits limits, Submission submission) {
    return ofModel(limits, submission.call().model())
        .or(() -> ofPriority(limits, submission.plan().priority()));
  }

  /** Why a job may not name the model; empty if it may. */
  public static Optional<Denial> ofModel(Limits limits, String model) {
    return limits
        .models()
        .filter(globs -> globs.stream().map(Glob::new).noneMatch(glob -> glob.matches(model)))
        .map(globs -> new ModelNotPermitted(model, globs));
  }

  /** Why a job may not have the priority; empty if it may. */
  public static Optional<Denial> ofPriority(Limits limits, int priority) {
    int highest = limits.highestPriority().orElse(priority);
    return priority > highest
        ? Optional.of(new PriorityNotPermitted(priority, highest))
        : Optional.empty();
  }
}
