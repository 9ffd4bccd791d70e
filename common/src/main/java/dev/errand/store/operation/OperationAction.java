package dev.errand.store.operation;

import dev.errand.job.JobState;
import dev.errand.store.ClientMoves;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an operation does with its jobs. */
public enum OperationAction {
  /** Starts a new life of each. */
  RETRY(ClientMoves.RETRY, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED),
  /** Ends each. */
  CANCEL(ClientMoves.CANCEL, JobState.SCHEDULED, JobState.QUEUED, JobState.RUNNING),
  /** Deletes each with everything that belongs to it. */
  DELETE(
      ChunkMoves.DELETE, JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED),
  /** Gives each another priority. */
  REPRIORITISE(ChunkMoves.REPRIORITISE, JobState.SCHEDULED, JobState.QUEUED);

  private final String text = name().toLowerCase(Locale.ROOT);
  private final String move;
  private final Set<JobState> states;

  OperationAction(String move, JobState first, JobState... others) {
    this.move = move;
    this.states = EnumSet.of(first, others);
  }

  /** The name in tables, JSON and logs: lower case. */
  public String text() {
    return text;
  }

  /** The action with this {@link #text()}, or empty. */
  public static Optional<OperationAction> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text.equals(text)).findFirst();
  }

  /** The states in which a job can be moved by it. */
  public Set<JobState> states() {
    return EnumSet.copyOf(states);
  }

  /** Whether it moves lines of batches, too; those that have ended stay as they are. */
  boolean movesLines() {
    return this == CANCEL || this == REPRIORITISE;
  }

  /** The move's CTEs, see {@link ClientMoves}. */
  String move() {
    return move;
  }
}
