package dev.errand.api.console.failures;

import dev.errand.api.console.jobs.JobQuery;
import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.lists.FailuresView;
import dev.errand.api.lists.FailuresView.GroupView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failed jobs in groups.
 *
 * @param jobs how many there are, in words
 * @param since the times that can be chosen
 */
public record FailuresModel(List<Row> rows, String jobs, Moment from, List<Choice> since) {

  /** A time that can be chosen. */
  public record Choice(String title, String path) {}

  /**
   * Jobs that failed in the same way.
   *
   * @param now whether a job of the lane and model has succeeded since
   * @param list the path of its jobs
   * @param retry the path of the form that retries them
   */
  public record Row(
      String jobs,
      String lane,
      String model,
      String what,
      String message,
      Moment first,
      Moment last,
      String now,
      String billed,
      String list,
      String retry) {

    static Row of(GroupView group, Instant from) {
      JobQuery query = jobs(group, from);
      return new Row(
          Formats.number(group.jobs()),
          group.lane(),
          group.model(),
          (group.httpStatus() == null ? "" : group.httpStatus() + " ") + group.errorType(),
          group.message(),
          Moment.of(group.firstEndedAt()),
          Moment.of(group.lastEndedAt()),
          now(group),
          group.mayBeBilled() ? "may have been billed: look before retrying" : "not billed",
          query.path(),
          query.with("action", "retry").path("/ui/operations/new"));
    }

    /** Messages are no filter, so there may be more of these. */
    private static JobQuery jobs(GroupView group, Instant from) {
      Map<String, List<String>> filter = new LinkedHashMap<>();
      filter.put("state", List.of("failed"));
      filter.put("lane", List.of(group.lane()));
      filter.put("model", List.of(group.model()));
      filter.put("error_type", List.of(group.errorType()));
      filter.put("ended_after", List.of(from.truncatedTo(ChronoUnit.SECONDS).toString()));
      return new JobQuery(filter);
    }

    private static String now(GroupView group) {
      if (group.worksAgain() == null) {
        return Formats.NONE;
      }
      return group.worksAgain() ? "✔ works again" : "✖ not yet";
    }
  }

  static FailuresModel of(FailuresView view, Instant now) {
    return new FailuresModel(
        view.data().stream().map(group -> Row.of(group, view.endedAfter())).toList(),
        Formats.upTo(view.jobs(), view.more()),
        Moment.of(view.endedAfter().truncatedTo(ChronoUnit.SECONDS)),
        List.of(
            choice("last hour", now, 1),
            choice("last 24 h", now, 24),
            choice("last 7 days", now, 24 * 7)));
  }

  private static Choice choice(String title, Instant now, long hours) {
    Instant from = now.truncatedTo(ChronoUnit.MINUTES).minus(hours, ChronoUnit.HOURS);
    return new Choice(title, JobQuery.of("ended_after", from.toString()).path("/ui/failures"));
  }
}
