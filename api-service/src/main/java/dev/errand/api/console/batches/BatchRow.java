package dev.errand.api.console.batches;

import dev.errand.api.batch.BatchView;
import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.store.batch.BatchStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch.
 *
 * @param ended when it reached its final status
 * @param jobs the path of its jobs
 * @param failed the path of those that failed
 * @param errors what is wrong with its lines
 */
public record BatchRow(
    String id,
    String status,
    String model,
    String endpoint,
    int done,
    int all,
    String progress,
    String succeeded,
    String unsuccessful,
    Moment created,
    Moment expires,
    Moment ended,
    String jobs,
    String failed,
    List<String> errors,
    Map<String, String> metadata,
    boolean underWay) {

  static BatchRow of(BatchView batch) {
    BatchView.RequestCounts counts = batch.requestCounts();
    int done = counts.completed() + counts.failed();
    JobQuery jobs = JobQuery.of("batch", batch.id());
    return new BatchRow(
        batch.id(),
        batch.status(),
        Objects.requireNonNullElse(batch.model(), Formats.NONE),
        batch.endpoint(),
        done,
        Math.max(1, counts.total()),
        "%d %%, %s of %s"
            .formatted(
                Formats.percent(done, counts.total()),
                Formats.number(done),
                Formats.number(counts.total())),
        Formats.number(counts.completed()),
        Formats.number(counts.failed()),
        moment(batch.createdAt()),
        moment(batch.expiresAt()),
        moment(end(batch)),
        jobs.path(),
        jobs.with("state", "failed").path(),
        batch.errors() == null
            ? List.of()
            : batch.errors().data().stream().map(it -> it.message()).toList(),
        batch.metadata() == null ? Map.of() : batch.metadata(),
        !BatchStatus.of(batch.status()).isFinal());
  }

  private static @Nullable Long end(BatchView batch) {
    if (batch.completedAt() != null) {
      return batch.completedAt();
    }
    if (batch.failedAt() != null) {
      return batch.failedAt();
    }
    return batch.expiredAt() != null ? batch.expiredAt() : batch.cancelledAt();
  }

  private static Moment moment(@Nullable Long seconds) {
    return Moment.of(seconds == null ? null : Instant.ofEpochSecond(seconds));
  }
}
