package dev.errand.e2e.examples;

import dev.errand.rig.FreePorts;
import dev.errand.rig.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An example that is a server, started on a port of its own. */
record Example(Program program, URI uri) implements AutoCloseable {

  static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  private static final Path LOGS = Path.of("target", "logs").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** Starts the jar of a Quarkus application. */
  static Example jar(String name, Map<String, String> environment) {
    Path jar = REPOSITORY.resolve("examples/%s/target/quarkus-app/quarkus-run.jar".formatted(name));
    int port = FreePorts.next();
    List<String> command =
        List.of(JAVA, "-Xmx128m", "-Dquarkus.http.port=" + port, "-jar", jar.toString());
    return start(name, command, port, environment);
  }

  /** Starts any server that listens on this port. */
  static Example start(
      String name, List<String> command, int port, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(REPOSITORY.toFile());
    builder.environment().putAll(environment);
    Program program =
        Program.start(name, builder, LOGS.resolve("example-%s-%d.log".formatted(name, port)));
    program.awaitListening(port);
    return new Example(program, URI.create("http://127.0.0.1:" + port + "/"));
  }

  @Override
  public void close() {
    program.stopAll();
  }
}
