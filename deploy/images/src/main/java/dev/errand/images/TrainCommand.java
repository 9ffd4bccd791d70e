package dev.errand.images;

import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs both services with typical work, so that each writes an AOT cache when it exits. */
@Command(name = "train", description = "Makes the services' AOT caches.")
final class TrainCommand implements Callable<Integer> {

  @Parameters(description = "What deploy/docker/assemble.sh laid out.")
  private Path directory;

  @Override
  public Integer call() throws IOException, SQLException {
    ImageRoot root = new ImageRoot(directory);
    try (Surroundings surroundings = new Surroundings();
        ServiceProcess api = start(surroundings, root, "api-service");
        ServiceProcess worker = start(surroundings, root, "worker-service")) {
      new Rehearsal(api).play();
      worker.stop();
      api.stop();
    }
    for (String service : List.of("api-service", "worker-service")) {
      Path cache = root.cache(service);
      if (!Files.exists(cache)) {
        throw new IllegalStateException("no cache was made: " + cache);
      }
      System.out.printf("%s: %d MiB%n", cache, Files.size(cache) >> 20);
    }
    return 0;
  }

  private static ServiceProcess start(Surroundings surroundings, ImageRoot root, String service) {
    return surroundings.start(root.home(service), root.trainingCommand()).awaitReady();
  }
}
