package dev.errand.cli.batch;

import dev.errand.cli.service.CallOptions;
import dev.errand.cli.service.Connection;
import dev.errand.client.Batch;
import dev.errand.client.Batches;
import dev.errand.client.Batches.NewBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Makes sure that the batch of an input exists once. Each step is remembered before the next one: a
 * process that is killed in between leaves an unused file behind at most, never a second batch.
 */
final class BatchCreation {

  private static final String INPUT = "errand_input";
  private static final String RUN = "errand_run";

  private final Connection errand;
  private final BatchMemory memory;
  private final BatchInput input;
  private final String name;

  /**
   * Prepares it.
   *
   * @param name of the input, for people
   */
  BatchCreation(Connection errand, BatchMemory memory, BatchInput input, String name) {
    this.errand = errand;
    this.memory = memory;
    this.input = input;
    this.name = name;
  }

  /**
   * The id of the batch, which is created unless it is known.
   *
   * @param window how long it may take
   */
  String batch(String window) throws IOException {
    Optional<String> known = memory.state().batch().or(this::earlier);
    String id = known.isPresent() ? known.get() : create(window);
    memory.keep(memory.state().created(id));
    return id;
  }

  private String create(String window) throws IOException {
    NewBatch batch = new NewBatch(file(), CallOptions.ENDPOINT, window, metadata());
    return errand.ask(client -> client.batches().create(batch, key())).id();
  }

  private String file() throws IOException {
    Optional<String> known = memory.state().inputFile();
    if (known.isPresent()) {
      return known.get();
    }
    String id = errand.ask(client -> upload(client.batches()));
    memory.keep(memory.state().uploaded(id));
    return id;
  }

  private String upload(Batches batches) {
    try {
      return batches.upload(name + ".jsonl", input.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key() {
    return "errand-batch-" + input.hash() + "-" + run();
  }

  private Map<String, String> metadata() {
    return Map.of("file", name, INPUT, input.hash(), RUN, run());
  }

  private String run() {
    return Integer.toString(memory.state().run());
  }

  /**
   * The batch of a command that was killed before it could remember it, or whose memory is lost.
   * The service forgets idempotency keys after a day, but not the metadata of a batch.
   */
  private Optional<String> earlier() {
    Optional<String> after = Optional.empty();
    while (true) {
      Optional<String> from = after;
      Batches.Page page = errand.ask(client -> client.batches().list(from));
      Optional<String> found = page.data().stream().filter(this::isSame).map(Batch::id).findFirst();
      if (found.isPresent() || !page.hasMore()) {
        return found;
      }
      after = page.lastId();
    }
  }

  private boolean isSame(Batch batch) {
    return input.hash().equals(batch.metadata().get(INPUT))
        && run().equals(batch.metadata().get(RUN));
  }
}
