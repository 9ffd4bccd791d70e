package dev.errand.store;

/**
 * How statements make jobs final. Whatever must happen with the end of a job stands here, once for
 * every way to end, and is committed with it: its result, the notification, and in time whoever
 * else depends on the end.
 */
final class Endings {

  /** What {@link Ending#of} reads. */
  private static final String COLUMNS = "id, tenant, lane, state, cause";

  /** The columns of the result of a job that ended without one. */
  private static final String NO_RESULT =
      """
      null::bytea as body, null::text as error_type, null::text as error_message,
          null::int4 as http_status\
      """;

  /** A notification holds 200 ids at most. */
  private static final String ENDINGS =
      """
      results as (
        insert into job_result (job_id, body, error_type, error_message, http_status)
        select id, body, error_type, error_message, http_status
        from finals
        where state in ('succeeded', 'failed')
      ), told as materialized (
        select pg_notify(<ended>, string_agg(id::text, ','))
        from (select id, (row_number() over () - 1) / 200 as chunk from finals) ids
        group by chunk
      )\
      """
          .replace("<ended>", JobEvents.TO_ENDED);

  /** True, but Postgres has to send the notifications to know it: it runs only what is read. */
  private static final String TOLD = "(select count(*) from told) >= 0";

  private Endings() {}

  /**
   * A statement that ends jobs, made whole. Its CTE {@code finals} has the jobs that it made final
   * (id, tenant, lane, state, {@link Ending.Cause}, body, error_type, error_message, http_status)
   * and is not materialized, so that answers are not copied once more. After it comes {@code
   * <endings>}, and at the end of the statement {@code where <told>}.
   */
  static String in(String statement) {
    for (String part : new String[] {"finals as not materialized (", "<endings>", "where <told>"}) {
      if (!statement.contains(part)) {
        throw new IllegalArgumentException("a statement that ends jobs needs " + part);
      }
    }
    return statement
        .replace("<endings>", ENDINGS)
        .replace("<told>", TOLD)
        .replace("<columns>", COLUMNS)
        .replace("<no result>", NO_RESULT);
  }
}
