package dev.errand.faults;

import dev.errand.client.Submission;
import dev.errand.faults.Load.Batch;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Clients that keep submitting, whatever happens. */
final class SteadyLoad {

  private final Load load;
  private final String name;
  private final Duration pause;
  private final BiFunction<Integer, String, Submission> submission;
  private final List<Batch> batches = new ArrayList<>();
  private final Thread clients;
  private volatile boolean stopped;

  /**
   * Starts.
   *
   * @param perSecond how many jobs
   * @param submission creates a submission from a number and a prompt
   */
  SteadyLoad(
      Load load, String name, int perSecond, BiFunction<Integer, String, Submission> submission) {
    this.load = load;
    this.name = name;
    this.pause = Duration.ofSeconds(1).dividedBy(perSecond);
    this.submission = submission;
    this.clients = Thread.ofVirtual().name("steady load").start(this::run);
  }

  /** Sends no more, waits until all are accepted, and returns their prompts. */
  List<String> stop() {
    stopped = true;
    try {
      clients.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    batches.forEach(Batch::awaitAccepted);
    return batches.stream().flatMap(batch -> batch.prompts().stream()).toList();
  }

  private void run() {
    for (int i = 0; !stopped; i++) {
      int number = i;
      batches.add(load.submit(name + "-" + i, 1, prompt -> submission.apply(number, prompt)));
      Waiting.pause(pause);
    }
  }
}
