package dev.errand.api.admit;

import dev.errand.api.admit.Denial.ModelNotPermitted;
import dev.errand.api.admit.Denial.PriorityNotPermitted;
import dev.errand.api.submit.Submission;
import dev.errand.lane.Glob;
import dev.errand.tenant.Limits;
import java.util.List;
import java.util.Optional;

/** What a submission may ask for, by its caller's limits. */
final class Permissions {

  private Permissions() {}

  /** Why the submission is not permitted; empty if it is. */
  static Optional<Denial> denial(Limits limits, Submission submission) {
    String model = submission.call().model();
    int priority = submission.plan().priority();
    List<String> models = limits.models().orElse(List.of());
    if (limits.models().isPresent()
        && models.stream().map(Glob::new).noneMatch(glob -> glob.matches(model))) {
      return Optional.of(new ModelNotPermitted(model, models));
    }
    int highest = limits.highestPriority().orElse(priority);
    return priority > highest
        ? Optional.of(new PriorityNotPermitted(priority, highest))
        : Optional.empty();
  }
}
