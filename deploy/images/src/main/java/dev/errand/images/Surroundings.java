package dev.errand.images;

import dev.errand.local.Console;
import dev.errand.local.DataDirectory;
import dev.errand.local.LocalPostgres;
import dev.errand.local.PartLog;
import dev.errand.local.Ports;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The dependencies of the services: a temporary Postgres and a provider. */
final class Surroundings implements AutoCloseable {

  private final Path directory;
  private final DataDirectory data;
  private final Ports ports = new Ports();
  private final LocalPostgres postgres;
  private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());
  private int started;

  Surroundings() throws IOException, SQLException {
    LocalPostgres.requirePossible();
    this.directory = Files.createTempDirectory("errand-images");
    this.data = DataDirectory.open(directory);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    PartLog log = PartLog.open("postgres", data.logs(), new Console(nowhere, System.err, false));
    this.postgres = LocalPostgres.start(data, ports.free(), log, Map.of());
  }

  /** Starts a service with these dependencies. */
  Running start(Path home, List<String> command) {
    Map<String, String> variables = new HashMap<>(postgres.database().variables());
    variables.put("OPENAI_BASE_URL", simulator.baseUri().toString());
    variables.put("OPENAI_API_KEY", "simulator");
    Path log = data.logs().resolve("%s-%d.log".formatted(home.getFileName(), started++));
    return Running.start(home, command, ports.free(), variables, log);
  }

  @Override
  public void close() throws IOException {
    simulator.close();
    postgres.askToStop();
    postgres.awaitStop();
    data.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
