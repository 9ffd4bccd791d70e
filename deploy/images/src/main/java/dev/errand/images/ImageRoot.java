package dev.errand.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout that {@code deploy/docker/assemble.sh} creates: below {@code directory}, a Java
 * runtime, the options of every service, and the services.
 */
record ImageRoot(Path directory) {

  private static final String USES_CACHE = "-XX:AOTCache=";
  private static final String MAKES_CACHE = "-XX:AOTCacheOutput=";

  ImageRoot {
    directory = directory.toAbsolutePath();
  }

  /** The directory of a service, in which it is started. */
  Path home(String service) {
    return directory.resolve(service);
  }

  /** The file of a service's cache, once it has been trained. */
  Path cache(String service) {
    String name =
        options().stream()
            .filter(option -> option.startsWith(USES_CACHE))
            .findFirst()
            .orElseThrow()
            .substring(USES_CACHE.length());
    return home(service).resolve(name);
  }

  /** The command with which the image starts a service. */
  List<String> command() {
    return command(options());
  }

  /** The same command without the cache. */
  List<String> commandWithoutCache() {
    return command(options().stream().filter(option -> !option.startsWith(USES_CACHE)).toList());
  }

  /** The same command, creating the cache at exit. */
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
