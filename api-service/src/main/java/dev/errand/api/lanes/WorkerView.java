package dev.errand.api.lanes;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.read.WorkerSeen;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A worker as clients see it, as of its last heartbeat. All fields are always present. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "Worker",
    description = "A worker, as of its last heartbeat.",
    requiredProperties = {
      "name",
      "pool",
      "version",
      "responds",
      "draining",
      "slots",
      "calls",
      "lanes_held_back",
      "started_at",
      "seen_at"
    })
record WorkerView(
    @Schema(
            description = "The name under which it holds leases, also shown in attempts.",
            examples = "worker-1-5246af")
        String name,
    @Schema(description = "Its pool.", examples = "default") String pool,
    @Schema(description = "Errand's version.", examples = "0.1.0") String version,
    @Schema(
            description =
                "Whether it has been heard of within its lease (errand.worker.lease). false: it"
                    + " died or is cut off, and its jobs are reclaimed.",
            examples = "true")
        boolean responds,
    @Schema(
            description = "Whether it shuts down: it finishes its calls and claims no more jobs.",
            examples = "false")
        boolean draining,
    @Schema(description = "The most calls that it makes at a time.", examples = "512") int slots,
    @Schema(description = "The calls in flight.", examples = "438") int calls,
    @Schema(
            description =
                "The lanes whose jobs it does not claim now, because its own calls found their"
                    + " provider broken; by name.",
            examples = "[\"gpt\"]")
        List<String> lanesHeldBack,
    @Schema(description = "When it started.", examples = "2026-01-05T09:00:00Z") Instant startedAt,
    @Schema(
            description = "Its last heartbeat (errand.worker.heartbeat).",
            examples = "2026-01-05T09:30:00Z")
        Instant seenAt) {

  static WorkerView of(WorkerSeen worker) {
    return new WorkerView(
        worker.name(),
        worker.pool(),
        worker.version(),
        worker.responds(),
        worker.draining(),
        worker.slots(),
        worker.calls(),
        worker.heldBack(),
        worker.startedAt(),
        worker.seenAt());
  }
}
