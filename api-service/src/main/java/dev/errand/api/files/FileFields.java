package dev.errand.api.files;

import dev.errand.api.files.Multipart.Part;
import dev.errand.api.openai.ExpiresAfter;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of an upload other than the file, which may come before or after it. */
public final class FileFields {

  /** The part with the file. */
  static final String FILE = "file";

  public static final String PURPOSE = "purpose";

  /** For clients; batches make files of a purpose of their own. */
  public static final List<String> PURPOSES =
      List.of("assistants", "batch", "fine-tune", "vision", "user_data", "evals");

  private static final String ANCHOR = "expires_after[anchor]";
  private static final String SECONDS = "expires_after[seconds]";
  private static final List<String> KNOWN = List.of(FILE, PURPOSE, ANCHOR, SECONDS);
  private static final int LONGEST_VALUE = 1024;

  /** As OpenAI keeps them. */
  private static final Duration KEPT_FOR_A_BATCH = Duration.ofDays(30);

  private final Map<String, String> given = new HashMap<>();

  /**
   * Takes a field.
   *
   * @throws ProblemException if it is unknown, comes twice, or is not valid as far as can be seen
   */
  void put(Part part) throws IOException {
    if (!KNOWN.contains(part.name())) {
      throw ProblemException.invalid(
          part.name().replace("\0", ""), "unknown field; supported: " + String.join(", ", KNOWN));
    }
    if (given.putIfAbsent(part.name(), value(part)) != null) {
      throw ProblemException.invalid(part.name(), "must occur only once");
    }
    if (part.name().equals(PURPOSE) && !PURPOSES.contains(purpose())) {
      throw ProblemException.invalid(PURPOSE, "must be one of: " + String.join(", ", PURPOSES));
    }
  }

  /**
   * Requires all that an upload must have.
   *
   * @param file whether the file has arrived
   * @throws ProblemException if something is missing, or does not fit together
   */
  void requireComplete(boolean file) {
    List<Violation> violations = new ArrayList<>();
    if (!file) {
      violations.add(new Violation(FILE, "is missing; send a part with this name"));
    }
    if (!given.containsKey(PURPOSE)) {
      violations.add(
          new Violation(PURPOSE, "is missing; use one of: " + String.join(", ", PURPOSES)));
    }
    if (given.containsKey(SECONDS) || given.containsKey(ANCHOR)) {
      checkExpiry(violations);
    }
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
  }

  String purpose() {
    return given.getOrDefault(PURPOSE, "");
  }

  /** How long to keep the file; empty for ever. */
  Optional<Duration> expiresAfter() {
    return kept(
        purpose(),
        Optional.ofNullable(given.get(SECONDS))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  /** How long to keep a file of a purpose, if the client says so, or says nothing. */
  public static Optional<Duration> kept(String purpose, Optional<Duration> wanted) {
    return wanted.or(
        () -> purpose.equals("batch") ? Optional.of(KEPT_FOR_A_BATCH) : Optional.empty());
  }

  private void checkExpiry(List<Violation> violations) {
    if (!ExpiresAfter.CREATED_AT.equals(given.get(ANCHOR))) {
      violations.add(new Violation(ANCHOR, "must be " + ExpiresAfter.CREATED_AT));
    }
    String seconds = given.getOrDefault(SECONDS, "");
    if (!seconds.matches("[0-9]{4,7}") || !ExpiresAfter.fits(Integer.parseInt(seconds))) {
      violations.add(
          new Violation(
              SECONDS,
              "must be from %d to %d"
                  .formatted(ExpiresAfter.MIN_SECONDS, ExpiresAfter.MAX_SECONDS)));
    }
  }

  private static String value(Part part) throws IOException {
    byte[] bytes = part.content().readNBytes(LONGEST_VALUE + 1);
    if (bytes.length > LONGEST_VALUE) {
      throw ProblemException.invalid(
          part.name(), "may have at most %d bytes".formatted(LONGEST_VALUE));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
