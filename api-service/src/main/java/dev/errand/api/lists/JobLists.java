package dev.errand.api.lists;

import dev.errand.api.admin.Author;
import dev.errand.api.jobs.Include;
import dev.errand.api.lists.ListParameters.ListQuery;
import dev.errand.store.content.ContentStore;
import dev.errand.store.content.JobContent;
import dev.errand.store.read.JobQueries;
import dev.errand.store.read.JobSummary;
import dev.errand.store.read.JobsFound;
import dev.errand.store.read.Paging.Place;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads pages of jobs with what is asked for of each; holds a few answers in memory. */
@ApplicationScoped
public class JobLists {

  private final JobQueries jobs;
  private final ContentStore contents;

  @Inject
  JobLists(JobQueries jobs, ContentStore contents) {
    this.jobs = jobs;
    this.contents = contents;
  }

  /**
   * A page of a list.
   *
   * @param contents of its jobs, in their order
   */
  public record Page(
      ListQuery query, List<JobSummary> jobs, List<JobContent> contents, Optional<Place> next) {

    public Page {
      jobs = List.copyOf(jobs);
      contents = List.copyOf(contents);
    }
  }

  /**
   * A page of jobs: as many as there is room for, which may be fewer than requested.
   *
   * @param author who is recorded in the audit log if requests are read
   */
  public Page page(Author author, ListQuery query) {
    JobsFound found = jobs.list(author.caller(), query.filter(), query.paging());
    List<UUID> ids = found.jobs().stream().map(job -> job.job().id()).toList();
    List<JobContent> read =
        contents.contents(author.caller(), author.origin(), ids, Include.parts(query.include()));
    JobsFound page = found.first(read.size(), query.paging());
    return new Page(query, page.jobs(), read, page.next());
  }
}
