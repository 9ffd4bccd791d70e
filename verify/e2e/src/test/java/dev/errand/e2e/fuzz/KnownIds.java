package dev.errand.e2e.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ids and names in responses, some of which may be deleted by now. */
final class KnownIds {

  private static final int RECENT = 30;

  private final List<String> ids;
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> erasable = new HashSet<>();
  private final Map<String, List<String>> created = new HashMap<>();

  /**
   * @param given existing ids at the start, and paths of what else exists
   */
  KnownIds(Collection<String> given) {
    this.ids = new ArrayList<>();
    for (String id : given) {
      if (id.startsWith("/")) {
        created(id);
      } else {
        ids.add(id);
      }
    }
  }

  /**
   * A name, preferably a recent one, of what was created below a path, or else an id; empty if
   * there is none.
   */
  Optional<String> any(String path, Chance chance) {
    List<String> known = created.getOrDefault(path, ids);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    int first = chance.oneIn(3) ? 0 : Math.max(0, known.size() - RECENT);
    return Optional.of(known.get(chance.between(first, known.size() - 1)));
  }

  /** Records where something was created. */
  void created(String location) {
    String path = location.replaceFirst("^https?://[^/]*", "");
    int name = path.lastIndexOf('/') + 1;
    created
        .computeIfAbsent(path.substring(0, name), _ -> new ArrayList<>())
        .add(path.substring(name));
  }

  /** Records that a response reports it as accepted, now or before. */
  void accepted(String id) {
    if (accepted.add(id)) {
      ids.add(id);
    }
  }

  /** The ids in requests that delete; whether they succeeded is not always known. */
  void mayBeDeleted(String request) {
    ids.stream().filter(id -> request.contains(id.substring(9))).forEach(erasable::add);
  }

  Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  Set<String> erasable() {
    return Set.copyOf(erasable);
  }
}
