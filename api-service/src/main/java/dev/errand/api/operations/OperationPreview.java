package dev.errand.api.operations;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.job.JobState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an operation would move, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "OperationPreview",
    description = "What an operation would move; nothing was moved.",
    requiredProperties = {"action", "filter", "jobs", "more", "by_state"})
public record OperationPreview(
    @Schema(
            description = "What it would do with its jobs.",
            enumeration = {"retry", "cancel", "delete", "reprioritise"},
            examples = "retry")
        String action,
    @Schema(description = "The filter, with an array of strings for each parameter.")
        Map<String, List<String>> filter,
    @Schema(description = "How many jobs it would move.", examples = "312") int jobs,
    @Schema(
            description = "Whether there may be more: counting stops above 10,000.",
            examples = "false")
        boolean more,
    @Schema(
            description = "How many of them are in each state; states without any are left out.",
            examples = "{\"failed\": 312}")
        Map<String, Integer> byState) {

  static OperationPreview of(Selection selection, MatchingJobs.Count count) {
    Map<String, Integer> byState = new TreeMap<>();
    for (Map.Entry<JobState, Integer> state : count.byState().entrySet()) {
      byState.put(state.getKey().text(), state.getValue());
    }
    return new OperationPreview(
        selection.action().text(), selection.parameters(), count.jobs(), count.more(), byState);
  }
}
