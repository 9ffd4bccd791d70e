package dev.errand.api.console.jobs;

import dev.errand.api.console.page.Formats;
import dev.errand.job.JobState;
import dev.errand.store.read.CountQueries.StateCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A list of jobs.
 *
 * @param states the counts of the states, as links
 * @param chips the filters, each with a link to the list without it
 * @param fields the filters as fields of a form
 * @param older the path of the next page; empty on the last one
 * @param newest the path of the first page; empty there
 * @param bulk what can be done to all that match
 */
public record JobsModel(
    List<JobRow> rows,
    List<StateLink> states,
    List<Chip> chips,
    List<Field> fields,
    String older,
    String newest,
    boolean filtered,
    List<Bulk> bulk) {

  private static final Set<String> FIELDS =
      Set.of("lane", "model", "batch", "error_type", "ended_after", "ended_before");

  /** A state with its count. */
  public record StateLink(String text, String icon, String count, String path, boolean current) {}

  /** A filter that is set. */
  public record Chip(String name, String value, String path) {}

  /** A filter as a field of a form. */
  public record Field(String name, String label, String value, String hint) {}

  /** What can be done to all that match, with the form for it. */
  public record Bulk(String title, String path) {

    static Bulk of(String title, JobQuery query) {
      return new Bulk(
          title,
          query.filter().with("action", title.toLowerCase(Locale.ROOT)).path("/ui/operations/new"));
    }
  }

  static JobsModel of(JobQuery query, List<JobRow> rows, List<StateCount> counts, String next) {
    return new JobsModel(
        rows,
        states(query, counts),
        chips(query),
        fields(query),
        next.isEmpty() ? "" : query.with("after", next).path(),
        query.value("after").isEmpty() ? "" : query.without("after").path(),
        !query.filter().isEmpty(),
        Stream.of("Retry", "Cancel", "Delete").map(it -> Bulk.of(it, query)).toList());
  }

  private static List<StateLink> states(JobQuery query, List<StateCount> counts) {
    List<String> current = Arrays.asList(query.value("state").split(","));
    return counts.stream()
        .map(
            count -> {
              JobState state = count.state();
              boolean isCurrent = current.contains(state.text());
              return new StateLink(
                  state.text(),
                  Formats.icon(state),
                  Formats.upTo(count.count(), count.more()),
                  (isCurrent ? query.without("state") : query.with("state", state.text())).path(),
                  isCurrent);
            })
        .toList();
  }

  private static List<Chip> chips(JobQuery query) {
    return query.filter().parameters().keySet().stream()
        .map(name -> new Chip(name, query.value(name), query.without(name).path()))
        .toList();
  }

  private static List<Field> fields(JobQuery query) {
    List<Field> fields = new ArrayList<>();
    add(fields, query, "lane", "Lane", "default");
    add(fields, query, "model", "Model", "gpt-5-mini");
    add(fields, query, "error_type", "Error type", "timeout");
    add(fields, query, "batch", "Batch", "batch_…");
    add(fields, query, "ended_after", "Ended after", "2026-01-05T09:30:00Z");
    add(fields, query, "ended_before", "Ended before", "2026-01-05T10:30:00Z");
    query.filter().parameters().keySet().stream()
        .filter(name -> !FIELDS.contains(name) && !name.equals("state"))
        .forEach(name -> add(fields, query, name, name, ""));
    return fields;
  }

  private static void add(
      List<Field> fields, JobQuery query, String name, String label, String hint) {
    fields.add(new Field(name, label, query.value(name), hint));
  }
}
