package dev.errand.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.faults.Load.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Clients that keep coming, whatever happens. */
final class SteadyLoad {

  private final Load load;
  private final String name;
  private final Duration pause;
  private final BiConsumer<Integer, ObjectNode> fill;
  private final List<Batch> batches = new ArrayList<>();
  private final Thread clients;
  private volatile boolean stopped;

  /**
   * Begins.
   *
   * @param perSecond how many jobs
   * @param fill adds to the submission with that number
   */
  SteadyLoad(Load load, String name, int perSecond, BiConsumer<Integer, ObjectNode> fill) {
    this.load = load;
    this.name = name;
    this.pause = Duration.ofSeconds(1).dividedBy(perSecond);
    this.fill = fill;
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
      batches.add(load.submit(name + "-" + i, 1, job -> fill.accept(number, job)));
      Waiting.pause(pause);
    }
  }
}
