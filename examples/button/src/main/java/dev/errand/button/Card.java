package dev.errand.button;

import dev.errand.client.Job;
import java.util.UUID;

/**
 * A job as the page shows it.
 *
 * @param words its state
 * @param text the answer, or why there is none; may be empty
 * @param open whether it goes on, so that it can be cancelled
 * @param again whether it can be retried
 */
record Card(UUID id, String question, String words, String text, boolean open, boolean again) {

  /** The name of the question in the job's metadata: a list shows it without further requests. */
  static final String QUESTION = "question";

  static Card of(Job job) {
    String question = job.metadata().getOrDefault(QUESTION, "");
    boolean open = !job.state().isFinal();
    boolean again = !open && job.state() != Job.State.SUCCEEDED;
    return new Card(job.id(), question, words(job), text(job), open, again);
  }

  private static String words(Job job) {
    return switch (job.state()) {
      case SCHEDULED, QUEUED -> "Waiting: " + reason(job);
      case RUNNING -> "The model is answering ...";
      case SUCCEEDED -> "Answered";
      case FAILED -> "Failed";
      case CANCELLED -> "Cancelled";
      case EXPIRED -> "Too late";
      case UNKNOWN -> "Under way";
    };
  }

  private static String reason(Job job) {
    return job.waiting().map(Job.Waiting::detail).orElse("its turn comes");
  }

  private static String text(Job job) {
    return job.error().map(Job.Failure::message).or(job::outputText).orElse("");
  }
}
