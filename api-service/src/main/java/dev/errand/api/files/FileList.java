package dev.errand.api.files;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import dev.errand.store.files.FileId;
import dev.errand.store.files.FileQueries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** The query of a list of files. */
final class FileList {

  /** The purpose of the files that batches make. */
  static final String BATCH_OUTPUT = "batch_output";

  private static final String LIMIT = "limit";
  private static final String ORDER = "order";
  private static final String AFTER = "after";
  private static final Set<String> KNOWN = Set.of(FileFields.PURPOSE, LIMIT, ORDER, AFTER);
  private static final List<String> PURPOSES =
      Stream.concat(FileFields.PURPOSES.stream(), Stream.of(BATCH_OUTPUT)).toList();
  private static final int MAX_LIMIT = 10_000;

  private final Map<String, String> given = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  private FileList(Map<String, List<String>> query) {
    query.forEach(this::take);
  }

  /**
   * Reads a query.
   *
   * @throws ProblemException if it is not valid; it lists everything that is wrong
   */
  static FileQueries.Page read(Map<String, List<String>> query) {
    return new FileList(query).page();
  }

  private void take(String name, List<String> values) {
    if (!KNOWN.contains(name)) {
      String all = String.join(", ", new TreeSet<>(KNOWN));
      violations.add(new Violation(name.replace("\0", ""), "unknown parameter; supported: " + all));
    } else if (values.size() > 1) {
      violations.add(new Violation(name, "must occur only once"));
    } else {
      given.put(name, values.getFirst());
    }
  }

  private FileQueries.Page page() {
    String purpose = given.get(FileFields.PURPOSE);
    if (purpose != null && !PURPOSES.contains(purpose)) {
      reject(FileFields.PURPOSE, "must be one of: " + String.join(", ", PURPOSES));
    }
    String order = given.getOrDefault(ORDER, "desc");
    if (!Set.of("asc", "desc").contains(order)) {
      reject(ORDER, "must be one of: asc, desc");
    }
    FileQueries.Page page = new FileQueries.Page(purpose, order.equals("desc"), after(), limit());
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return page;
  }

  private Optional<UUID> after() {
    Optional<String> text = Optional.ofNullable(given.get(AFTER));
    Optional<UUID> id = text.flatMap(FileId::parse);
    if (text.isPresent() && id.isEmpty()) {
      reject(AFTER, "must be the id of a file");
    }
    return id;
  }

  private int limit() {
    String text = given.getOrDefault(LIMIT, String.valueOf(MAX_LIMIT));
    int limit = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      reject(LIMIT, "must be from 1 to " + MAX_LIMIT);
    }
    return limit;
  }

  private void reject(String parameter, String message) {
    violations.add(new Violation(parameter, message));
  }
}
