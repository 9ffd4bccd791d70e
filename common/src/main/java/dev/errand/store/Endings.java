package dev.errand.store;

/**
 * The SQL that all statements share that end jobs. Everything that must happen when a job ends is
 * here, once for all endings, and is committed with the end: its result, its batch's counters, its
 * usage, and the notification.
 */
public final class Endings {

  /** The columns that {@link Ending#of} reads. */
  private static final String COLUMNS = "id, tenant, lane, state, cause, batch, line";

  /** The columns of a job that its usage is counted by. */
  private static final String OF_JOB = "api_key, model, life, attempt, run_at, started_at";

  /** The tokens and the cost of an end that no answer brought. */
  private static final String NO_TOKENS =
      "null::int8 as input_tokens, null::int8 as output_tokens, null::numeric as cost";

  /** The columns of the result of a job that ended without one. */
  private static final String NO_RESULT =
      """
      null::bytea as body, null::text as error_type, null::text as error_message,
          null::int4 as http_status, null::text as error_body, null::text as error_headers,
          <no tokens>\
      """;

  /** A notification contains at most 200 ids. */
  private static final String ENDINGS =
      """
      results as (
        insert into job_result (job_id, body, error_type, error_message, http_status, error_body,
          error_headers)
        select id, body, error_type, error_message, http_status, error_body, error_headers
        from finals
        where state in ('succeeded', 'failed')
      ), counted as (
        insert into batch_ending (batch, succeeded, lines)
        select batch, count(*) filter (where state = 'succeeded'), array_agg(line order by line)
        from finals
        where batch is not null
        group by batch
      ), used as (
        <usage>
      ), told as materialized (
        select pg_notify(<ended>, string_agg(id::text, ','))
        from (select id, (row_number() over () - 1) / 200 as chunk from finals) ids
        group by chunk
      )\
      """
          .replace("<usage>", EndedUsage.INSERT)
          .replace("<ended>", JobEvents.TO_ENDED);

  /**
   * Always true, but Postgres must send the notifications to evaluate it: it runs only CTEs that
   * are read.
   */
  private static final String TOLD = "(select count(*) from told) >= 0";

  private Endings() {}

  /**
   * Completes a statement that ends jobs. Its CTE {@code finals} contains the jobs that it ended
   * (id, tenant, lane, state, {@link Ending.Cause}, batch, line, api_key, model, life, attempt,
   * run_at, started_at, body, error_type, error_message, http_status, error_body, error_headers,
   * input_tokens, output_tokens, cost) and is not materialized, so that answers are not copied once
   * more. {@code <endings>} follows it, and the statement ends with {@code where <told>}.
   */
  public static String in(String statement) {
    for (String part : new String[] {"finals as not materialized (", "<endings>", "where <told>"}) {
      if (!statement.contains(part)) {
        throw new IllegalArgumentException("a statement that ends jobs needs " + part);
      }
    }
    return statement
        .replace("<endings>", ENDINGS)
        .replace("<told>", TOLD)
        .replace("<columns>", COLUMNS)
        .replace("<of job>", OF_JOB)
        .replace("<no result>", NO_RESULT)
        .replace("<no tokens>", NO_TOKENS);
  }
}
