package dev.errand.store;

import dev.errand.job.JobState;
import dev.errand.testing.StoreFixture;
import java.util.UUID;

/** Jobs in any state, as if one attempt by {@link #WORKER} had been made or were running. */
record JobsInStates(StoreFixture store) {

  static final String WORKER = "w";

  /**
   * A job in this state, written without using any move.
   *
   * @param moment assignments of a subsequent update
   */
  UUID job(JobState state, String moment) {
    UUID id = store.submit();
    boolean runs = state == JobState.RUNNING;
    store.execute(
        """
        update job set state = '%s', attempt = 1, started_at = now(), ended_at = %s,
          lease_owner = %s, lease_until = %s, run_at = run_at + interval '%d h'
        where id = '%s'
        """
            .formatted(
                state.text(),
                state.isFinal() ? "now()" : "null",
                runs ? "'" + WORKER + "'" : "null",
                runs ? "now() + interval '1 h'" : "null",
                state == JobState.SCHEDULED ? 1 : 0,
                id));
    if (state == JobState.SUCCEEDED || state == JobState.FAILED) {
      store.execute(
          "insert into job_result (job_id, error_type) values ('%s', 'timeout')".formatted(id));
    }
    store.execute("update job set %s where id = '%s'".formatted(moment, id));
    return id;
  }
}
