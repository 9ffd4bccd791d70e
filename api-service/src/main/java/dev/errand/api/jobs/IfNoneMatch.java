package dev.errand.api.jobs;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of a job that a client already has, from its {@code If-None-Match} headers.
 *
 * @param any whether it accepts any version: {@code *}
 * @param tags the opaque parts of its entity tags; a weak comparison uses nothing else
 */
record IfNoneMatch(boolean any, Set<String> tags) {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  IfNoneMatch {
    tags = Set.copyOf(tags);
  }

  static IfNoneMatch of(List<String> headers) {
    boolean any = headers.stream().anyMatch(header -> header.strip().equals("*"));
    Set<String> tags = new HashSet<>();
    for (String header : headers) {
      Matcher tag = TAG.matcher(header);
      while (tag.find()) {
        tags.add(tag.group(1));
      }
    }
    return new IfNoneMatch(any, tags);
  }

  /** Whether the client has anything. */
  boolean isPresent() {
    return any || !tags.isEmpty();
  }

  /** Whether the client has the state with this tag. */
  boolean has(String tag) {
    return any || tags.contains(tag);
  }
}
