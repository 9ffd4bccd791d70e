package dev.errand.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Gives a process a wrong clock with libfaketime. */
final class WrongClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String NAME = "faketime/libfaketime.so.1";
  private static final int DEPTH = 3;

  private WrongClock() {}

  /**
   * The environment of such a process.
   *
   * @param shift such as +1h
   */
  static Map<String, String> of(String shift) {
    return Map.of(
        "LD_PRELOAD",
        library().toString(),
        "FAKETIME",
        shift,
        // Durations are measured with another clock, which cannot be set wrong.
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Otherwise a timed wait returns immediately, because the JVM waits by that other clock.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  private static Path library() {
    try (Stream<Path> files = Files.walk(LIBRARIES, DEPTH)) {
      return files
          .filter(file -> file.endsWith(NAME))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("install the package faketime"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
