package dev.errand.api.console.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The query of a list, with the parameters of {@code GET /v1/jobs}. Empty fields of the form are
 * left out.
 */
public record JobQuery(Map<String, List<String>> parameters) {

  private static final String AFTER = "after";

  /** The query of a request. */
  public static JobQuery of(MultivaluedMap<String, String> query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    query.forEach(
        (name, values) -> {
          List<String> given = values.stream().filter(value -> !value.isBlank()).toList();
          if (!given.isEmpty()) {
            parameters.put(name, given);
          }
        });
    return new JobQuery(parameters);
  }

  /** The query with one parameter. */
  public static JobQuery of(String name, String value) {
    return new JobQuery(Map.of(name, List.of(value)));
  }

  /** The value of a parameter; empty if it is not given. */
  public String value(String name) {
    return String.join(",", parameters.getOrDefault(name, List.of()));
  }

  /** The same list with another parameter, from its beginning. */
  public JobQuery with(String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.remove(AFTER);
    changed.put(name, List.of(value));
    return new JobQuery(changed);
  }

  /** The same list without a parameter, from its beginning. */
  public JobQuery without(String name) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.remove(AFTER);
    changed.remove(name);
    return new JobQuery(changed);
  }

  /** The parameters of the same page, with nothing but this of each job. */
  Map<String, List<String>> including(String what) {
    Map<String, List<String>> changed = new LinkedHashMap<>(parameters);
    changed.put("include", List.of(what));
    return changed;
  }

  /** Only what says which jobs: no place, no order. */
  public JobQuery filter() {
    Map<String, List<String>> filter = new LinkedHashMap<>(parameters);
    List.of(AFTER, "limit", "sort", "include").forEach(filter::remove);
    return new JobQuery(filter);
  }

  /** Whether no filter is given. */
  public boolean isEmpty() {
    return parameters.isEmpty();
  }

  /** The path of this list. */
  public String path() {
    return path("/ui/jobs");
  }

  /** A path with this query. */
  public String path(String page) {
    String query =
        parameters.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(value -> pair(entry.getKey(), value)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? page : page + "?" + query;
  }

  private static String pair(String name, String value) {
    return URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
  }
}
