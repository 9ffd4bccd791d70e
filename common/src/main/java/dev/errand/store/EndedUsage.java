package dev.errand.store;

/** What an ending adds to the usage: the SQL of the rows of {@code usage_ending}. */
final class EndedUsage {

  /**
   * One row for each group of jobs that end together, so that no two commits wait for the same row.
   *
   * <p>The attempt that ends with its job is not in its table yet, for this statement; those before
   * it are looked up, where there are any. The same row says whether a job without an answer was
   * running when it ended.
   */
  static final String INSERT =
      """
      insert into usage_ending (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
        input_tokens, output_tokens, without_usage, cost, without_price, waited, ran)
      select tenant, date_trunc('hour', now(), 'UTC'), coalesce(api_key, ''), lane, model, state,
        count(*), sum(attempts), coalesce(sum(input), 0), coalesce(sum(output), 0),
        count(*) filter (where attempts > 0 and input is null and output is null),
        coalesce(sum(cost), 0), count(*) filter (where unpriced),
        array_agg(<waited>), coalesce(array_agg(<ran>) filter (where runs), '{}')
      from (
        select f.tenant, f.api_key, f.lane, f.model, f.state, f.run_at, f.started_at, r.runs,
          coalesce(a.attempts, 0) + r.runs::int as attempts,
          coalesce(a.input + f.input_tokens, a.input, f.input_tokens) as input,
          coalesce(a.output + f.output_tokens, a.output, f.output_tokens) as output,
          coalesce(a.cost + f.cost, a.cost, f.cost) as cost,
          a.unpriced
            or f.cost is null and (f.input_tokens > 0 or f.output_tokens > 0) as unpriced
        from finals f
          cross join lateral (
            select count(*) filter (where life = f.life) as attempts,
              bool_or(number = f.attempt) as over,
              sum(input_tokens) filter (where life = f.life)::int8 as input,
              sum(output_tokens) filter (where life = f.life)::int8 as output,
              sum(cost) filter (where life = f.life) as cost,
              coalesce(bool_or(cost is null and (input_tokens > 0 or output_tokens > 0))
                filter (where life = f.life), false) as unpriced
            from attempt
            where job_id = f.id
              and f.attempt > case when f.state in ('succeeded', 'failed') then 1 else 0 end) a
          cross join lateral (
            select f.attempt > 0 and not coalesce(a.over, false) as runs) r
      ) ended
      group by tenant, api_key, lane, model, state\
      """
          .replace(
              "<waited>",
              TimeBuckets.number("(case when runs then started_at else now() end) - run_at"))
          .replace("<ran>", TimeBuckets.number("now() - started_at"));

  private EndedUsage() {}
}
