package dev.errand.api.submit;

import dev.errand.job.Endpoint;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Key;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.store.read.Metadata;
import dev.errand.tenant.Caller;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A requested job after all checks, independent of its notation and of its caller.
 *
 * @param metadata the client's own pairs, in the client's order
 */
public record Submission(Call call, Plan plan, Map<String, String> metadata, Optional<Key> key) {

  public Submission {
    metadata = Collections.unmodifiableMap(metadata);
  }

  /**
   * The call.
   *
   * @param lane the name of the lane for the model
   * @param body sent to the provider byte for byte
   */
  public record Call(Endpoint endpoint, String model, String lane, byte[] body) {}

  /** The same submission with a client's key. */
  Submission under(Key key) {
    return new Submission(call, plan, metadata, Optional.of(key));
  }

  /**
   * Converts it to a job.
   *
   * @param trace the {@link dev.errand.telemetry.TraceContext} of its submission; null if it is not
   *     traced
   */
  NewJob job(UUID id, Caller caller, @Nullable String trace) {
    return new NewJob(
        id,
        caller.tenant(),
        caller.key(),
        call.lane,
        plan,
        new Request(
            call.endpoint,
            call.model,
            metadata.isEmpty() ? null : Metadata.write(metadata),
            call.body,
            trace),
        key);
  }
}
