package dev.errand.client;

import java.util.List;
import java.util.Optional;

/**
 * A page of jobs, newest first; it may contain fewer than requested, even none, without being the
 * last.
 *
 * @param next for {@link JobQuery#after}; empty on the last page
 */
public record JobPage(List<Job> data, boolean hasMore, Optional<String> next) {

  public JobPage {
    data = List.copyOf(data);
  }
}
