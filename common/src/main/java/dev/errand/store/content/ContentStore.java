package dev.errand.store.content;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.content.JobContent.Part;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the requests and answers of jobs. What is read at once is bounded, since an answer may have
 * tens of MB: only sizes are looked at to find out how many there is room for.
 */
@ApplicationScoped
public class ContentStore {

  /** The job that reaches this is the last one that is read at once. */
  static final int BYTES = 1024 * 1024;

  /** Attempts, answers and requests are looked up one by one, and only if they are asked for. */
  private static final String PAGE =
      """
      with page as materialized (
        select * from (
          select jobs.*, sum(size) over (order by place rows unbounded preceding) - size as before
          from (
            select n.id, n.place, <columns>, <size> as size
            from unnest(?::uuid[]) with ordinality n (id, place)
            left join lateral (
              select id, attempt from job where id = n.id and tenant = ? offset 0) j on true
            left join lateral (
              select body from job_request where <request> and job_id = j.id offset 0) r on true
            left join lateral (
              select body from job_result where <answer> and job_id = j.id offset 0) s on true
            left join lateral (
              select job_id, input_tokens, output_tokens, total_tokens from attempt
              where <usage> and job_id = j.id and number = j.attempt and outcome = 'succeeded'
              offset 0) a on true) jobs) sized
        where before < <bytes>
      )<audited>
      select * from page order by place
      """
          .replace("<bytes>", String.valueOf(BYTES));

  /** Nobody reads a request without an entry, which is committed with the statement. */
  private static final String AUDITED =
      """
      , audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), ?, ?, 'job.request.read', id::text, ?, '{}'::jsonb
        from page
        where request is not null
      )\
      """;

  private final Database database;

  @Inject
  public ContentStore(Database database) {
    this.database = database;
  }

  /**
   * The request of a job as it was submitted; empty if the id is unknown. The audit log records who
   * read it.
   *
   * @param origin the address that the request came from
   */
  public Optional<byte[]> request(Caller caller, String origin, UUID id) {
    JobContent content = contents(caller, origin, List.of(id), EnumSet.of(Part.REQUEST)).getFirst();
    return Optional.ofNullable(content.request());
  }

  /**
   * The contents of the first of these jobs, in their order: at least of one, and of as many as
   * there is room for. The audit log records who read which request.
   *
   * @param origin the address that the request came from
   */
  public List<JobContent> contents(Caller caller, String origin, List<UUID> ids, Set<Part> parts) {
    if (parts.isEmpty() || ids.isEmpty()) {
      return ids.stream().map(_ -> JobContent.NONE).toList();
    }
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql(parts))) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setString(2, caller.tenant());
            if (parts.contains(Part.REQUEST)) {
              statement.setString(3, caller.tenant());
              statement.setString(4, caller.name());
              statement.setString(5, origin);
            }
            return Rows.all(statement, JobContent::of);
          }
        });
  }

  static String sql(Set<Part> parts) {
    return PAGE.replace("<columns>", JobContent.columns(parts))
        .replace("<size>", "coalesce(octet_length(r.body), 0) + coalesce(octet_length(s.body), 0)")
        .replace("<request>", String.valueOf(parts.contains(Part.REQUEST)))
        .replace("<answer>", String.valueOf(parts.contains(Part.ANSWER)))
        .replace("<usage>", String.valueOf(parts.contains(Part.USAGE)))
        .replace("<audited>", parts.contains(Part.REQUEST) ? AUDITED : "");
  }
}
