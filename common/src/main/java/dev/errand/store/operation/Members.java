package dev.errand.store.operation;

/** Which jobs of a page belong to an operation: the same condition whenever they are looked for. */
final class Members {

  /**
   * The job {@code j} was there at the operation's moment, and nothing but its state may have
   * changed since: it has neither ended nor been retried by hand. Written so that it does not tempt
   * Postgres to read an index of a state: jobs are found by their ids.
   */
  private static final String BELONGS =
      """
      j.tenant = op.tenant and j.state = any (op.states)
          and j.created_at <= op.created_at
          and (j.ended_at is null or j.ended_at <= op.created_at)
          and (j.retried_at is null or j.retried_at <= op.created_at)
          and (j.batch is null or op.lines)
          and (op.priority is null or j.priority <> op.priority)\
      """;

  private Members() {}

  /**
   * Completes a statement whose CTEs {@code op} (tenant, created_at, priority, states, lines) and
   * {@code page} (id) say which jobs to look for.
   */
  static String in(String statement) {
    return statement.replace("<belongs>", BELONGS);
  }
}
