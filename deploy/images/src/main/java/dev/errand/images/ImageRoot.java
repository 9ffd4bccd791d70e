package dev.errand.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code deploy/docker/assemble.sh} laid out: below {@code directory} a Java runtime, the
 * options of every service, and the services.
 */
record ImageRoot(Path directory) {

  private static final String USES_CACHE = "-XX:AOTCache=";
  private static final String MAKES_CACHE = "-XX:AOTCacheOutput=";

  ImageRoot {
    directory = directory.toAbsolutePath();
  }

  /** Where a service stands, and is started. */
  Path home(String service) {
    return directory.resolve(service);
  }

  /** Where a service's cache is once it has been trained. */
  Path cache(String service) {
    String name =
        options().stream()
            .filter(option -> option.startsWith(USES_CACHE))
            .findFirst()
            .orElseThrow()
            .substring(USES_CACHE.length());
    return home(service).resolve(name);
  }

  /** As the image starts a service. */
  List<String> command() {
    return command(options());
  }

  /** As the image starts it, but without its cache. */
  List<String> commandWithoutCache() {
    return command(options().stream().filter(option -> !option.startsWith(USES_CACHE)).toList());
  }

  /** As the image starts it, but making the cache when it ends. */
  List<String> trainingCommand() {
    return command(
        options().stream().map(option -> option.replace(USES_CACHE, MAKES_CACHE)).toList());
  }

  private List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(directory.resolve("java/bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", "quarkus-run.jar"));
    return command;
  }

  private List<String> options() {
    try (var lines = Files.lines(directory.resolve("java.options"))) {
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
