package dev.errand.job;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a job. {@link #next()} defines the legal moves; a test makes every move of the store
 * from every state and compares. docs/reference/job-life-cycle.md has the diagram.
 */
public enum JobState {
  /** Waits for its {@code run_at}: submitted with a delay, or scheduled for another attempt. */
  SCHEDULED,
  /** Runnable; waits for a worker. */
  QUEUED,
  /** A worker holds its lease and calls the provider. */
  RUNNING,
  /** Ended: the provider's answer is recorded. */
  SUCCEEDED,
  /** Ended: a permanent error, or no attempts left. */
  FAILED,
  /** Ended: it was cancelled before it ended otherwise. */
  CANCELLED,
  /** Ended: its deadline passed before it could start. */
  EXPIRED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The states that a job may move to from this one. */
  public Set<JobState> next() {
    return switch (this) {
      case SCHEDULED -> EnumSet.of(QUEUED, CANCELLED, EXPIRED);
      case QUEUED -> EnumSet.of(RUNNING, CANCELLED, EXPIRED);
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, SCHEDULED, QUEUED, CANCELLED);
      case FAILED, CANCELLED, EXPIRED -> EnumSet.of(QUEUED);
      case SUCCEEDED -> EnumSet.noneOf(JobState.class);
    };
  }

  /** Whether a job in this state has ended. Only {@code retry} starts a new life. */
  public boolean isFinal() {
    return switch (this) {
      case SCHEDULED, QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
    };
  }

  /** The name in tables, JSON, logs and metrics: lower case. */
  public String text() {
    return text;
  }

  /** The state with this {@link #text()}, or empty. */
  public static Optional<JobState> of(String text) {
    for (JobState state : values()) {
      if (state.text.equals(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
