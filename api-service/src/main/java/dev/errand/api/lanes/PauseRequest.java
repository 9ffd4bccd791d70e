package dev.errand.api.lanes;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.JsonFields;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks for when it pauses a lane.
 *
 * @param until empty for until somebody resumes the lane
 */
record PauseRequest(String reason, Optional<Instant> until) {

  static final int LONGEST_REASON = 1000;

  private static final Set<String> FIELDS = Set.of("reason", "until");

  /**
   * The request in a body.
   *
   * @throws ProblemException where it is none; it lists everything that is wrong
   */
  static PauseRequest read(byte[] body, Instant now) {
    return JsonFields.read(
        body,
        FIELDS,
        fields -> {
          String reason = reason(fields).orElse("");
          return new PauseRequest(reason, until(fields, now));
        });
  }

  private static Optional<String> reason(JsonFields fields) {
    if (!fields.has("reason")) {
      fields.violation("reason", "is required: say why, for those who find the lane paused");
    }
    Optional<String> reason = fields.text("reason");
    if (reason.filter(text -> text.codePointCount(0, text.length()) > LONGEST_REASON).isPresent()) {
      fields.violation("reason", "must have at most %d characters".formatted(LONGEST_REASON));
    }
    return reason;
  }

  private static Optional<Instant> until(JsonFields fields, Instant now) {
    Optional<Instant> until = fields.time("until");
    if (until.filter(time -> !time.isAfter(now)).isPresent()) {
      fields.violation("until", "must be in the future; it is now " + now);
    }
    return until;
  }
}
