package dev.errand.store.batch;

import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Request;
import dev.errand.store.batch.BatchPlans.Planned;
import dev.errand.store.batch.BatchPlans.Turn;
import dev.errand.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Batches on a fresh database; the model of a line is its lane. */
final class BatchFixture {

  final StoreFixture store = new StoreFixture();
  final BatchMoves moves = new BatchMoves(store.database);
  final BatchPlans plans = new BatchPlans(store.database);
  final BatchEnds ends = new BatchEnds(store.database);
  final BatchStore batches = new BatchStore(store.database);
  final BatchSettlement settlement = new BatchSettlement(store.database);

  /** A batch that is being validated. */
  UUID batch() {
    UUID id = JobId.next(InstantSource.system());
    store.execute(
        """
        insert into batch (id, tenant, endpoint, input_file, input, completion_window, priority,
          status, created_at, expires_at)
        values ('%s', 'default', '/v1/chat/completions', gen_random_uuid(), gen_random_uuid(),
          '24h', -10, 'validating', now(), now() + interval '24 h')
        """
            .formatted(id));
    return id;
  }

  /** A batch whose lines are valid, and whose first ones are jobs. */
  UUID batch(int lines, int planned) {
    UUID id = batch();
    moves.accept(id, lines, "sim");
    plan(id, 0, planned);
    return id;
  }

  /** Plans the next lines of a batch. */
  List<Planned> plan(UUID batch, int planned, int lines) {
    List<NewLine> next =
        IntStream.rangeClosed(planned + 1, planned + lines)
            .mapToObj(number -> new NewLine(job(), number, "c" + number, null))
            .toList();
    return plans.plan(new Turn(batch, planned), next, 10L * (planned + lines));
  }

  /** Plans the next line of a batch, which cannot run. */
  List<Planned> plan(UUID batch, int planned, String fault) {
    NewLine line = new NewLine(job(), planned + 1, "c" + (planned + 1), fault);
    return plans.plan(new Turn(batch, planned), List.of(line), 10L * (planned + 1));
  }

  ActiveBatch active(UUID batch) {
    return moves.active("w", 10).stream()
        .filter(found -> found.id().equals(batch))
        .findFirst()
        .orElseThrow();
  }

  String status(UUID batch) {
    return store
        .query("select status from batch where id = '%s'".formatted(batch))
        .getFirst()
        .getFirst();
  }

  private static NewJob job() {
    byte[] body = "{\"model\": \"sim\"}".getBytes(StandardCharsets.UTF_8);
    return new NewJob(
        JobId.next(InstantSource.system()),
        "default",
        StoreFixture.LANE,
        StoreFixture.plan(0),
        new Request(Endpoint.CHAT_COMPLETIONS, "sim", null, body),
        Optional.empty());
  }
}
