package dev.errand.api.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.errand.api.admit.Rejections;
import dev.errand.api.problem.Problem;
import dev.errand.job.JobState;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.Acceptance.Refused;
import dev.errand.store.Acceptance.Replayed;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of one line of an upload, as sent to the client. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "LineAnswer",
    description = "The result of one line: an id or a problem.",
    requiredProperties = "line")
record LineAnswer(
    @Schema(description = "The line's number, from 1; blank lines count.", examples = "1") int line,
    @Schema(
            description = "The job's id; omitted if the line was rejected.",
            examples = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
        @Nullable UUID id,
    @Schema(
            description = "The job's state; omitted if the line was rejected or replayed.",
            enumeration = {"scheduled", "queued"},
            examples = "queued",
            implementation = String.class)
        @Nullable JobState state,
    @Schema(description = "true if the line was accepted before, under the same key.")
        @Nullable Boolean replayed,
    @Schema(description = "Why the line was rejected; omitted if it was accepted.")
        @Nullable Problem problem) {

  static LineAnswer rejected(int line, Problem problem) {
    return new LineAnswer(line, null, null, null, problem);
  }

  /** The result of a line that was passed to the commit. */
  static LineAnswer of(int line, Acceptance fate, Rejections rejections) {
    return switch (fate) {
      case Accepted accepted -> new LineAnswer(line, accepted.id(), accepted.state(), null, null);
      case Replayed replayed -> new LineAnswer(line, replayed.id(), null, true, null);
      case Refused refused -> rejected(line, rejections.reject(Rejections.problem(refused)));
    };
  }
}
