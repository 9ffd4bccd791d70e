package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.api.admin.AdminDatabase;
import dev.errand.api.batch.Batches.Input;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.job.JobId;
import dev.errand.store.NewJob.Key;
import dev.errand.store.batch.BatchEnds;
import dev.errand.store.batch.BatchEnds.Counts;
import dev.errand.store.batch.BatchId;
import dev.errand.store.batch.BatchStatus;
import dev.errand.store.batch.BatchStore;
import dev.errand.store.files.FileId;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import dev.errand.text.Utf8;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Creates, shows and cancels batches for clients. */
@ApplicationScoped
public class BatchService {

  private static final Logger LOG = Logger.getLogger(BatchService.class);
  private static final String INPUT_FILE = "input_file_id";
  private static final String PURPOSE = "batch";

  private final AdminDatabase database;
  private final Batches batches;
  private final BatchStore store;
  private final BatchEnds ends;
  private final BatchRounds rounds;
  private final Clock clock;
  private final OpenAiConfig.BatchesConfig config;

  @Inject
  BatchService(
      AdminDatabase database,
      Batches batches,
      BatchStore store,
      BatchEnds ends,
      BatchRounds rounds,
      Clock clock,
      OpenAiConfig config) {
    this.database = database;
    this.batches = batches;
    this.store = store;
    this.ends = ends;
    this.rounds = rounds;
    this.clock = clock;
    this.config = config.batches();
  }

  /**
   * Creates a batch, whose lines are validated soon.
   *
   * @param name the client's own name for the request: sent again, it is the same batch
   * @throws ProblemException if the body is invalid, or does not name a file for batches
   */
  BatchView create(Caller caller, Optional<IdempotencyKey> name, byte[] body) {
    Batch batch =
        BatchSettings.create(
            body, caller, config.priority(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    batch.id = JobId.next(clock);
    Optional<Key> key = name.map(it -> it.forPayload(asBatch(body)));
    Batch kept = database.transaction(() -> kept(caller, key, batch));
    if (kept == batch) {
      LOG.info(
          LogLine.event("batch_created")
              .with("batch", batch.id)
              .with("tenant", caller.tenant())
              .with("by", caller.name()));
      rounds.soon();
    }
    return view(kept);
  }

  private Batch kept(Caller caller, Optional<Key> key, Batch batch) {
    Optional<Batch> earlier = key.flatMap(it -> batches.named(caller, it, batch.id));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    batch.input = input(caller, batch.inputFile).content();
    batches.persist(batch);
    return batch;
  }

  /** A key of a batch does not stand for a job that has the same JSON. */
  private static byte[] asBatch(byte[] body) {
    ByteArrayOutputStream json = new ByteArrayOutputStream(body.length + 16);
    json.writeBytes("{\"batch\":".getBytes(UTF_8));
    json.writeBytes(Utf8.withoutByteOrderMark(body));
    json.write('}');
    return json.toByteArray();
  }

  /** Up to {@code most} batches before one, the newest first. */
  public List<BatchView> list(Caller caller, Optional<UUID> before, int most) {
    List<Batch> found = database.transaction(() -> batches.list(caller, before, most));
    return found.stream().map(this::view).toList();
  }

  public BatchView get(Caller caller, UUID id) {
    return view(
        database
            .transaction(() -> batches.find(caller, id))
            .orElseThrow(() -> unknown(BatchId.text(id))));
  }

  /**
   * Begins to cancel a batch. Once is enough.
   *
   * @throws ProblemException if it has ended otherwise
   */
  public BatchView cancel(Caller caller, UUID id) {
    BatchStatus before = store.cancel(caller, id).orElseThrow(() -> unknown(BatchId.text(id)));
    if (before.isFinal() && before != BatchStatus.CANCELLED) {
      throw new ProblemException(
          ProblemType.BATCH_NOT_CANCELLABLE,
          "the batch is %s; only one that has not ended can be cancelled".formatted(before.text()));
    }
    rounds.soon();
    return get(caller, id);
  }

  static ProblemException unknown(String id) {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no batch %s".formatted(id));
  }

  private BatchView view(Batch batch) {
    return BatchView.of(batch, counts(batch));
  }

  /** What the endings say is erased with the jobs, but the batch may be kept longer. */
  private Counts counts(Batch batch) {
    return batch.total == null || batch.succeeded == null
        ? ends.count(batch.id)
        : new Counts(batch.succeeded, batch.total - batch.succeeded);
  }

  private Input input(Caller caller, UUID file) {
    Input input =
        batches
            .input(caller, file)
            .orElseThrow(() -> invalid("there is no file " + FileId.text(file)));
    if (!input.purpose().equals(PURPOSE)) {
      throw invalid("must be a file of the purpose batch, not " + input.purpose());
    }
    if (input.bytes() > config.limit().asLongValue()) {
      throw invalid(
          "must be a file of at most %d bytes, not %d"
              .formatted(config.limit().asLongValue(), input.bytes()));
    }
    return input;
  }

  private static ProblemException invalid(String message) {
    return ProblemException.invalid(INPUT_FILE, message);
  }
}
