package dev.errand.images;

import dev.errand.local.part.LocalPostgres;
import dev.errand.local.part.PartLog;
import dev.errand.local.plan.DataDirectory;
import dev.errand.rig.Folders;
import dev.errand.rig.FreePorts;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.ServiceProcess.Launch;
import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dependencies of the services: a temporary Postgres and a provider. */
final class Surroundings implements AutoCloseable {

  private final Path directory;
  private final DataDirectory data;
  private final LocalPostgres postgres;
  private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());
  private int started;

  Surroundings() throws IOException, SQLException {
    LocalPostgres.requirePossible();
    this.directory = Files.createTempDirectory("errand-images");
    this.data = DataDirectory.open(directory);
    PartLog log = PartLog.quiet("postgres", data.logs());
    this.postgres = LocalPostgres.start(data, FreePorts.next(), log, Map.of());
  }

  /** Starts a service with these dependencies. */
  ServiceProcess start(Path home, List<String> command) {
    Map<String, String> variables = new HashMap<>(postgres.database().variables());
    variables.put("OPENAI_BASE_URL", simulator.baseUri().toString());
    variables.put("OPENAI_API_KEY", "simulator");
    String name = "%s-%d".formatted(home.getFileName(), started++);
    return new ServiceProcess(name, new Launch(command, home, variables), data.logs()).start();
  }

  @Override
  public void close() throws IOException {
    simulator.close();
    postgres.askToStop();
    postgres.awaitStop();
    data.close();
    Folders.delete(directory);
  }
}
