package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.job.Attempt;
import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** What clients ask of jobs. Never loads a request's body, and a result's for one job only. */
@ApplicationScoped
public class JobQueries {

  /** The most attempts that are read of one job. */
  public static final int ATTEMPTS = 100;

  /** Where counting a job's position stops. */
  public static final int POSITIONS = 1000;

  /** One statement sees one moment: a final state comes with its result. */
  private static final String DETAILS =
      """
      select j, r.endpoint, r.model, r.metadata, s
      from Job j join JobRequest r on r.jobId = j.id left join JobResult s on s.jobId = j.id
      where j.id = ?1 and j.tenant = ?2
      """;

  /** Two ranges of the claim's index: as one condition, it would be read to the lane's end. */
  private static final String AHEAD =
      """
      select count(*) from (
        (select 1 from job where lane = :lane and state = 'queued' and priority > :priority
         limit :most)
        union all
        (select 1 from job where lane = :lane and state = 'queued' and priority = :priority
         and rank < :rank limit :most)
        limit :most) as ahead
      """;

  private static final String NOT_ENDED =
      "select id from job where id = any (?) and ended_at is null";

  private final Database database;
  private final JobRepository jobs;
  private final AttemptRepository attempts;
  private final JobList list;

  @Inject
  JobQueries(Database database, JobRepository jobs, AttemptRepository attempts, JobList list) {
    this.database = database;
    this.jobs = jobs;
    this.attempts = attempts;
    this.list = list;
  }

  /** All of one job, in at most three queries; empty for an unknown id, or one erased meanwhile. */
  public Optional<JobDetails> details(String tenant, UUID id) {
    return database.read(
        () ->
            jobs.find(DETAILS, id, tenant)
                .project(Found.class)
                .singleResultOptional()
                .flatMap(this::details));
  }

  /**
   * Jobs, newest first.
   *
   * @param before only jobs older than that one, which may be gone; empty for the newest
   */
  public List<JobSummary> list(JobFilter filter, Optional<UUID> before, int limit) {
    return database.read(() -> list.read(filter, before, limit));
  }

  /** Those of the ids whose jobs have ended, or are no more, by one statement. */
  public Set<UUID> ended(Collection<UUID> ids) {
    Set<UUID> ended = new HashSet<>(ids);
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(NOT_ENDED)) {
            statement.setArray(1, connection.createArrayOf("uuid", ended.toArray()));
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
              ended.remove(rows.getObject(1, UUID.class));
            }
            return ended;
          }
        });
  }

  /** A row of {@link #DETAILS}; Hibernate makes it, by its constructor. */
  @RegisterForReflection
  record Found(
      Job job, Endpoint endpoint, String model, Map<String, String> metadata, JobResult result) {}

  private Optional<JobDetails> details(Found found) {
    Job job = found.job;
    int last = job.state == JobState.RUNNING ? job.attempt - 1 : job.attempt;
    List<Attempt> ended = ended(job.id, last);
    if (last > 0 && ended.isEmpty()) {
      // Each attempt that ends leaves a row, which goes only with its job: since the first query.
      return Optional.empty();
    }
    return Optional.of(
        new JobDetails(
            new JobSummary(job, found.endpoint, found.model, found.metadata),
            ended,
            Optional.ofNullable(found.result),
            position(job)));
  }

  /** The attempts as of the moment that the job was read: those that ended since are left out. */
  private List<Attempt> ended(UUID job, int last) {
    return last == 0 ? List.of() : attempts.latest(job, last, ATTEMPTS);
  }

  private OptionalInt position(Job job) {
    if (job.state != JobState.QUEUED) {
      return OptionalInt.empty();
    }
    Long ahead =
        (Long)
            jobs.getEntityManager()
                .createNativeQuery(AHEAD, Long.class)
                .setParameter("lane", job.lane)
                .setParameter("priority", job.priority)
                .setParameter("rank", job.rank)
                .setParameter("most", POSITIONS - 1)
                .getSingleResult();
    return OptionalInt.of(Math.toIntExact(ahead) + 1);
  }
}
