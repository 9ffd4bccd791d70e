package dev.errand.e2e;

import dev.errand.local.Programs;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.ServiceProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The packages that the tests start: {@code -Derrand.packaging=} {@code jar}, {@code native} or
 * {@code image}.
 */
public enum Packaging {
  JAR,
  NATIVE,
  /**
   * The content of the JVM images, as created by {@code deploy/docker/assemble.sh target/image}.
   */
  IMAGE;

  private static final Path IMAGES = Path.of("../..", "target", "image").toAbsolutePath();
  private static final Path HOME = Path.of("../..");
  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final String HEAP = "-Xmx384m";

  public static Packaging tested() {
    return valueOf(System.getProperty("errand.packaging", "jar").toUpperCase(Locale.ROOT));
  }

  /** Starts a service as it is packaged; its output goes to target/logs. */
  static ServiceProcess start(String module, String name, Map<String, String> environment) {
    Packaging tested = tested();
    Launch launch = new Launch(tested.command(module), tested.directory(module), environment);
    return new ServiceProcess(name, launch, LOGS).start();
  }

  /** The working directory of a service. */
  Path directory(String module) {
    return this == IMAGE ? IMAGES.resolve(module) : Path.of("").toAbsolutePath();
  }

  private List<String> command(String module) {
    return switch (this) {
      case JAR -> {
        Programs programs =
            Programs.built(HOME.toAbsolutePath(), List.of(HEAP, "-XX:+UseSerialGC"));
        yield module.equals("api-service") ? programs.api() : programs.worker();
      }
      case NATIVE -> List.of(executable(HOME.resolve(module).resolve("target")).toString(), HEAP);
      case IMAGE ->
          List.of(
              IMAGES.resolve("java/bin/java").toString(),
              "@" + IMAGES.resolve("java.options"),
              HEAP,
              "-jar",
              "quarkus-run.jar");
    };
  }

  private static Path executable(Path target) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "*-runner")) {
      return found.iterator().next().toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
