package dev.errand.api.lanes;

import dev.errand.api.admin.AdminDatabase;
import dev.errand.api.admin.Audit;
import dev.errand.api.admin.Author;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Pauses and resumes lanes by hand. Each change and its audit entry are one commit. */
@ApplicationScoped
class LaneSwitch {

  private static final Logger LOG = Logger.getLogger(LaneSwitch.class);

  private final AdminDatabase database;
  private final LanePauses pauses;
  private final ProviderClosures closures;
  private final Audit audit;
  private final Clock clock;

  @Inject
  LaneSwitch(
      AdminDatabase database,
      LanePauses pauses,
      ProviderClosures closures,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.pauses = pauses;
    this.closures = closures;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Keeps a lane's jobs from being claimed. A pause in force is replaced, and counts from when it
   * began; asking for the same again changes nothing.
   */
  void pause(String lane, PauseRequest wanted, Author author) {
    if (database.transaction(() -> paused(lane, wanted, author))) {
      LOG.info(
          LogLine.event("lane_paused")
              .with("lane", lane)
              .with("by", author.name())
              .with("until", text(wanted.until()))
              .with("reason", wanted.reason()));
    }
  }

  /** Lets a lane's jobs be claimed, whoever keeps them from it: a person or a provider. */
  void resume(String lane, Author author) {
    if (database.transaction(() -> resumed(lane, author))) {
      LOG.info(LogLine.event("lane_resumed").with("lane", lane).with("by", author.name()));
    }
  }

  private boolean paused(String lane, PauseRequest wanted, Author author) {
    Instant now = clock.instant();
    LanePause pause = pauses.locked(lane).orElseGet(() -> new LanePause(lane));
    if (pause.isInForceAt(now)) {
      if (pause.is(wanted)) {
        return false;
      }
    } else {
      pause.since = now;
    }
    pause.by = author.name();
    pause.until = wanted.until().orElse(null);
    pause.reason = wanted.reason();
    pauses.persist(pause);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("reason", wanted.reason());
    wanted.until().ifPresent(until -> details.put("until", until.toString()));
    audit.record(now, author, "lane.pause", lane, details);
    return true;
  }

  private boolean resumed(String lane, Author author) {
    Instant now = clock.instant();
    Optional<LanePause> pause = pauses.locked(lane);
    pause.ifPresent(pauses::delete);
    int opened = closures.open(lane);
    Optional<String> reason = pause.filter(it -> it.isInForceAt(now)).map(it -> it.reason);
    if (reason.isEmpty() && opened == 0) {
      return false;
    }
    Map<String, String> details = new LinkedHashMap<>();
    reason.ifPresent(text -> details.put("paused_because", text));
    details.put("closures", String.valueOf(opened));
    audit.record(now, author, "lane.resume", lane, details);
    return true;
  }

  private static String text(Optional<Instant> until) {
    return until.map(Instant::toString).orElse("resumed");
  }
}
