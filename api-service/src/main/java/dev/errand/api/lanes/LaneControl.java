package dev.errand.api.lanes;

import dev.errand.api.admin.Author;
import dev.errand.api.hints.LaneHints;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Pauses and resumes lanes for those who ask for it; throws a problem if there is no such lane. */
@ApplicationScoped
public class LaneControl {

  private final LaneSwitch lanes;
  private final LaneViews views;
  private final LaneHints hints;
  private final Clock clock;

  @Inject
  LaneControl(LaneSwitch lanes, LaneViews views, LaneHints hints, Clock clock) {
    this.lanes = lanes;
    this.views = views;
    this.hints = hints;
    this.clock = clock;
  }

  /**
   * Pauses a lane.
   *
   * @param body why and until when, in JSON
   */
  public LaneView pause(Author author, String lane, byte[] body) {
    PauseRequest wanted = PauseRequest.read(body, clock.instant());
    requireKnown(author, lane);
    lanes.pause(lane, wanted, author);
    return views.orEmpty(author.caller(), lane);
  }

  /** Resumes a lane, and tells its workers. */
  public LaneView resume(Author author, String lane) {
    requireKnown(author, lane);
    lanes.resume(lane, author);
    hints.publish(lane);
    return views.orEmpty(author.caller(), lane);
  }

  private void requireKnown(Author author, String lane) {
    if (!views.isKnown(author.caller(), lane)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "no lane has the name %s; GET /v1/lanes lists them".formatted(lane));
    }
  }
}
