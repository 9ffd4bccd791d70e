package dev.errand.e2e.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ids in responses, some of which may be deleted by now. */
final class KnownIds {

  private static final int RECENT = 30;

  private final List<String> ids;
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> erasable = new HashSet<>();

  /**
   * @param given existing ids at the start
   */
  KnownIds(Collection<String> given) {
    this.ids = new ArrayList<>(given);
  }

  /** An id, preferably a recent one; empty if there is none. */
  Optional<String> any(Chance chance) {
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    int first = chance.oneIn(3) ? 0 : Math.max(0, ids.size() - RECENT);
    return Optional.of(ids.get(chance.between(first, ids.size() - 1)));
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
