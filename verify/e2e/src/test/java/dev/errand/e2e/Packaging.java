package dev.errand.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the tests start: {@code -Derrand.packaging=} {@code jar}, {@code native} or {@code image}.
 */
enum Packaging {
  JAR,
  NATIVE,
  /** What the JVM images hold, as {@code deploy/docker/assemble.sh target/image} laid it out. */
  IMAGE;

  private static final Path IMAGES = Path.of("../..", "target", "image").toAbsolutePath();
  private static final List<String> HEAP = List.of("-Xmx384m");

  static Packaging tested() {
    return valueOf(System.getProperty("errand.packaging", "jar").toUpperCase(Locale.ROOT));
  }

  /** Where a service is started. */
  Path directory(String module) {
    return switch (this) {
      case JAR, NATIVE -> Path.of("").toAbsolutePath();
      case IMAGE -> IMAGES.resolve(module);
    };
  }

  /** The command that starts a service. */
  List<String> command(String module) {
    Path target = Path.of("../..", module, "target");
    List<String> command = new ArrayList<>();
    switch (this) {
      case JAR -> {
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(HEAP);
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of("-jar", target.resolve("quarkus-app/quarkus-run.jar").toString()));
      }
      case NATIVE -> {
        command.add(executable(target).toString());
        command.addAll(HEAP);
      }
      case IMAGE -> {
        command.add(IMAGES.resolve("java/bin/java").toString());
        command.add("@" + IMAGES.resolve("java.options"));
        command.addAll(HEAP);
        command.addAll(List.of("-jar", "quarkus-run.jar"));
      }
    }
    return command;
  }

  private static Path executable(Path target) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "*-runner")) {
      return found.iterator().next().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
