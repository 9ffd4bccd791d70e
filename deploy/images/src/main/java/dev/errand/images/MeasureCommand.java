package dev.errand.images;

import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures how long services take from their start to their first work, and how much memory they
 * then use.
 */
@Command(name = "measure", description = "Measures start-up with the AOT caches and without.")
final class MeasureCommand implements Callable<Integer> {

  private static final long IDLE_SECONDS = 3;

  @Parameters(description = "What deploy/docker/assemble.sh laid out.")
  private Path directory;

  @Option(names = "--runs", description = "Of each kind, in turns (${DEFAULT-VALUE}).")
  private int runs = 7;

  @Option(
      names = "--native",
      arity = "2",
      paramLabel = "EXECUTABLE",
      description = "The native API service and worker, to be measured as well.")
  private List<Path> executables = List.of();

  /** The result of one start. */
  private record Start(long millis, long mebibytes) {}

  @Override
  public Integer call() throws IOException, SQLException {
    ImageRoot root = new ImageRoot(directory);
    Map<String, List<Start>> apis = new LinkedHashMap<>();
    Map<String, List<Start>> workers = new LinkedHashMap<>();
    try (Surroundings surroundings = new Surroundings()) {
      for (int run = 0; run <= runs; run++) {
        kinds(root, 0)
            .forEach((kind, command) -> add(apis, kind, api(surroundings, root, command)));
        try (ServiceProcess api =
            surroundings.start(root.home("api-service"), root.command()).awaitReady()) {
          kinds(root, 1)
              .forEach(
                  (kind, command) -> add(workers, kind, worker(surroundings, root, command, api)));
          api.stop();
        }
      }
    }
    print("API service, to its first 202", apis);
    print("worker, to its first job's answer", workers);
    return 0;
  }

  private Map<String, List<String>> kinds(ImageRoot root, int executable) {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put("JVM", root.commandWithoutCache());
    kinds.put("JVM with its AOT cache", root.command());
    if (!executables.isEmpty()) {
      kinds.put("native", List.of(executables.get(executable).toAbsolutePath().toString()));
    }
    return kinds;
  }

  private static Start api(Surroundings surroundings, ImageRoot root, List<String> command) {
    long began = System.nanoTime();
    try (ServiceProcess api = surroundings.start(root.home("api-service"), command)) {
      Rehearsal client = new Rehearsal(api);
      api.await("accepting a job", Duration.ofMillis(1), client::accepts);
      return started(api, began);
    }
  }

  private static Start worker(
      Surroundings surroundings, ImageRoot root, List<String> command, ServiceProcess api) {
    Rehearsal client = new Rehearsal(api);
    long began = System.nanoTime();
    try (ServiceProcess worker = surroundings.start(root.home("worker-service"), command)) {
      client.oneJob();
      return started(worker, began);
    }
  }

  private static Start started(ServiceProcess service, long began) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
    Start start = new Start(millis, Math.round(Meter.residentBytes(service.pid()) / 1048576.0));
    service.stop();
    return start;
  }

  private static void add(Map<String, List<Start>> starts, String kind, Start start) {
    starts.computeIfAbsent(kind, _ -> new ArrayList<>()).add(start);
  }

  /** The first start of each kind only warms up the disk cache. */
  private static void print(String what, Map<String, List<Start>> starts) {
    System.out.println(what);
    starts.forEach(
        (kind, all) -> {
          List<Start> counted = all.subList(1, all.size());
          List<Long> times = counted.stream().map(Start::millis).sorted().toList();
          List<Long> memory = counted.stream().map(Start::mebibytes).sorted().toList();
          System.out.printf(
              "  %-24s %4d ms (%d to %d), %d MiB%n",
              kind,
              times.get(times.size() / 2),
              times.getFirst(),
              times.getLast(),
              memory.get(memory.size() / 2));
        });
  }
}
