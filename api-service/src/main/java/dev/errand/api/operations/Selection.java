package dev.errand.api.operations;

import dev.errand.api.lists.ListParameters;
import dev.errand.api.problem.Violation;
import dev.errand.job.JobState;
import dev.errand.store.operation.Operation;
import dev.errand.store.operation.OperationAction;
import dev.errand.store.read.JobFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which jobs an operation is about: those of a filter, in the states from which its action moves
 * them.
 *
 * @param priority what they get; empty unless it reprioritises
 * @param parameters the filter as it was given
 * @param filter with those states alone
 */
public record Selection(
    OperationAction action,
    Optional<Integer> priority,
    Map<String, List<String>> parameters,
    JobFilter filter) {

  public Selection {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The selection of parameters.
   *
   * @param wrong gets everything that is wrong with them
   */
  static Selection of(
      OperationAction action,
      Optional<Integer> priority,
      Map<String, List<String>> parameters,
      Consumer<Violation> wrong) {
    JobFilter filter = ListParameters.filter(parameters, wrong);
    Set<JobState> states = EnumSet.copyOf(action.states());
    states.retainAll(filter.possible());
    return new Selection(action, priority, parameters, filter.in(states));
  }

  /** That of a stored operation, which was checked before it was stored. */
  static Selection of(Operation operation) {
    return of(
        operation.action(),
        operation.priority(),
        FilterJson.read(operation.filter()),
        wrong -> {
          throw new IllegalStateException("a stored filter is not valid: " + wrong);
        });
  }

  /** Whether an operation does the same to the jobs of the same filter. */
  boolean isThatOf(Operation operation) {
    return operation.action() == action
        && operation.priority().equals(priority)
        && FilterJson.read(operation.filter()).equals(parameters);
  }

  /** Whether the action can move any job of the filter. */
  boolean isPossible() {
    return !filter.states().isEmpty();
  }
}
