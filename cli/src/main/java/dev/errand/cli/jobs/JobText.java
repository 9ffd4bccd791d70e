package dev.errand.cli.jobs;

import dev.errand.client.Job;
import java.util.Locale;
import java.util.Optional;

/** What a person reads of a job. */
final class JobText {

  private JobText() {}

  /** The answer: its text, or all of it if it has no text; empty without success. */
  static Optional<String> answer(Job job) {
    return job.outputText().or(() -> job.result().map(Object::toString));
  }

  static String state(Job job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  /** How a job ended without success. */
  static String failure(Job job) {
    return "job %s %s%s"
        .formatted(
            job.id(), state(job), job.error().map(why -> ": " + JobText.error(why)).orElse(""));
  }

  /** Such as {@code 401 provider_error: Incorrect API key}. */
  static String error(Job.Failure why) {
    String status = why.httpStatus().isPresent() ? why.httpStatus().getAsInt() + " " : "";
    return status + why.type() + ": " + why.message();
  }
}
