package dev.errand.api.lanes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lane that somebody paused; over where its end has passed. The claim reads the same row. */
@Entity
@Table(name = "lane_pause")
@SuppressWarnings("NullAway.Init") // by Hibernate, or before it is kept
class LanePause {

  @Id String lane;

  @Column(name = "paused_at")
  Instant since;

  @Column(name = "paused_by")
  String by;

  @Column(name = "paused_until")
  @Nullable Instant until;

  String reason;

  /** For Hibernate. */
  LanePause() {}

  LanePause(String lane) {
    this.lane = lane;
  }

  /** Whether it keeps the lane's jobs from being claimed. */
  boolean isInForceAt(Instant now) {
    return by != null && (until == null || until.isAfter(now));
  }

  /** Whether it is just as asked for. */
  boolean is(PauseRequest wanted) {
    return reason.equals(wanted.reason()) && Optional.ofNullable(until).equals(wanted.until());
  }
}
