package dev.errand.api.jobs;

import dev.errand.store.content.JobContent.Part;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a list may show of each job beyond its state. */
public enum Include {
  /** Why it has no answer; always shown. */
  ERROR,
  /** The text of its answer. */
  OUTPUT_TEXT,
  /** The provider's whole answer. */
  RESULT,
  /** The tokens that the answer took. */
  USAGE,
  /** What was submitted. */
  REQUEST;

  /** As in requests. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names, for people. */
  public static String names() {
    return Arrays.stream(values()).map(Include::text).collect(Collectors.joining(", "));
  }

  /** What has this name; empty if nothing has. */
  public static Optional<Include> of(String text) {
    return Arrays.stream(values()).filter(include -> include.text().equals(text)).findFirst();
  }

  /** What must be read to show all of these. */
  public static Set<Part> parts(Set<Include> includes) {
    return includes.stream()
        .flatMap(include -> include.part().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<Part> part() {
    return switch (this) {
      case ERROR -> Optional.empty();
      case OUTPUT_TEXT, RESULT -> Optional.of(Part.ANSWER);
      case USAGE -> Optional.of(Part.USAGE);
      case REQUEST -> Optional.of(Part.REQUEST);
    };
  }
}
