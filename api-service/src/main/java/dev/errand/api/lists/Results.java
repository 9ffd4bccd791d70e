package dev.errand.api.lists;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.access.LongRequest;
import dev.errand.api.admin.Author;
import dev.errand.api.http.Operations;
import dev.errand.api.jobs.JobViews;
import dev.errand.api.lists.ListParameters.ListQuery;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.store.read.JobSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Writes the results of many jobs, page by page: one page is in memory at a time. */
@ApplicationScoped
class Results {

  private final JobLists lists;
  private final ObjectWriter json;

  @Inject
  Results(JobLists lists, ObjectMapper mapper) {
    this.lists = lists;
    this.json = mapper.writer();
  }

  /**
   * A request for results.
   *
   * @param type in which they are written
   * @param author who is recorded in the audit log if requests are read
   * @param access whether the caller may go on
   */
  record Wanted(String type, Author author, LongRequest access) {}

  /** The first page. */
  JobLists.Page first(Author author, ListQuery query) {
    return lists.page(author, query);
  }

  /**
   * Writes a page and all that come after it.
   *
   * @throws ProblemException if the caller loses access before the end
   */
  void write(Wanted wanted, JobLists.Page first, OutputStream out) throws IOException {
    ResultWriter writer = writer(wanted.type());
    writer.begin(out);
    JobLists.Page page = first;
    write(writer, page, out);
    while (page.next().isPresent()) {
      check(wanted.access().objection());
      page = lists.page(wanted.author(), page.query().after(page.next()));
      write(writer, page, out);
    }
  }

  private ResultWriter writer(String type) {
    return type.equals(Operations.CSV) ? new ResultCsv(json) : new ResultLines(json);
  }

  private static void write(ResultWriter writer, JobLists.Page page, OutputStream out)
      throws IOException {
    ListQuery query = page.query();
    for (int i = 0; i < page.jobs().size(); i++) {
      JobSummary job = page.jobs().get(i);
      writer.write(
          out,
          JobViews.listed(job, null, page.contents().get(i), query.include()),
          Cursor.of(query.paging().place(job)));
    }
    out.flush();
  }

  private static void check(Optional<Problem> objection) {
    objection.ifPresent(
        problem -> {
          throw new ProblemException(problem);
        });
  }
}
