package dev.errand.faults;

import dev.errand.client.ErrandClient;
import dev.errand.client.JobAnswer;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import dev.errand.rig.Waiting;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients that follow the documentation: each submission has an idempotency key, and is repeated
 * until it is accepted.
 */
final class Load {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration ACCEPTANCE = Duration.ofMinutes(2);
  private static final int ACCEPTED = 202;
  private static final int REPLAYED = 200;

  private final ErrandClient client;
  private final Map<String, UUID> acceptedByPrompt = new ConcurrentHashMap<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  Load(URI api) {
    this(ErrandClient.of(api));
  }

  /** Clients with a key. */
  Load(URI api, String key) {
    this(ErrandClient.of(api).withKey(key));
  }

  private Load(ErrandClient client) {
    this.client = client.withTimeout(PATIENCE);
  }

  /**
   * One response to a submission.
   *
   * @param status the HTTP status; 0 if the connection broke
   * @param retryAfter whether it says when to try again
   */
  record Answer(int status, Duration took, boolean retryAfter) {}

  /** Jobs that are being submitted. */
  record Batch(List<String> prompts, List<Thread> clients) {

    Batch and(Batch other) {
      return new Batch(
          Stream.concat(prompts.stream(), other.prompts.stream()).toList(),
          Stream.concat(clients.stream(), other.clients.stream()).toList());
    }

    /** Waits until all are accepted, but not forever: the check finds missing ones. */
    void awaitAccepted() {
      Instant end = Instant.now().plus(ACCEPTANCE);
      for (Thread client : clients) {
        try {
          client.join(Duration.between(Instant.now(), end).plusMillis(1));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** All jobs that the API has accepted so far, by their prompts. */
  Map<String, UUID> accepted() {
    return Map.copyOf(acceptedByPrompt);
  }

  /** Every response to a submission so far. */
  Collection<Answer> answers() {
    return List.copyOf(answers);
  }

  /** Lets this many clients submit a job each; returns immediately. */
  Batch submit(String name, int jobs, String model) {
    return submit(name, jobs, prompt -> Submission.prompt(model, prompt));
  }

  /**
   * The same with other fields.
   *
   * @param submission of a prompt
   */
  Batch submit(String name, int jobs, Function<String, Submission> submission) {
    List<String> prompts = IntStream.range(0, jobs).mapToObj(i -> name + " " + i).toList();
    return new Batch(
        prompts,
        prompts.stream()
            .map(
                prompt ->
                    Thread.ofVirtual()
                        .name("client " + prompt)
                        .start(() -> untilAccepted(prompt, submission)))
            .toList());
  }

  private void untilAccepted(String prompt, Function<String, Submission> submission) {
    Submission job = submission.apply(prompt);
    SubmitOptions options = SubmitOptions.idempotent(prompt.replace(" ", "-"));
    while (!isAccepted(prompt, job, options)) {
      Waiting.pause(PAUSE);
    }
  }

  private boolean isAccepted(String prompt, Submission job, SubmitOptions options) {
    long began = System.nanoTime();
    try {
      JobAnswer answer = client.submit(job, options);
      note(answer.replayed() ? REPLAYED : ACCEPTED, began, false);
      acceptedByPrompt.put(prompt, answer.job().id());
      return true;
    } catch (ProblemException e) {
      note(e.status(), began, e.retryAfter().isPresent());
      if (e.status() / 100 == 4 && e.status() != 429) {
        throw e;
      }
      return false;
    } catch (NoAnswerException _) {
      note(0, began, false);
      return false;
    }
  }

  private void note(int status, long began, boolean retryAfter) {
    answers.add(new Answer(status, Duration.ofNanos(System.nanoTime() - began), retryAfter));
  }
}
