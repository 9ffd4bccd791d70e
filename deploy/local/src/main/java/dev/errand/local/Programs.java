package dev.errand.local;

import dev.errand.local.plan.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines that start the services, and the example with the button. */
public record Programs(
    List<String> api, List<String> worker, List<String> simulator, List<String> demo) {
  public Programs {
    api = List.copyOf(api);
    worker = List.copyOf(worker);
    simulator = List.copyOf(simulator);
    demo = List.copyOf(demo);
  }

  /** The programs that Maven built under {@code home}, run with this process' Java. */
  public static Programs built(Path home, List<String> jvmFlags) {
    return new Programs(
        jar(home.resolve("api-service"), jvmFlags),
        jar(home.resolve("worker-service"), jvmFlags),
        java(
            jvmFlags,
            List.of(
                "-Dio.netty.noUnsafe=true", // otherwise Netty warns about features that Java will
                // remove
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "simulator")),
        jar(home.resolve("examples/button"), jvmFlags));
  }

  private static List<String> jar(Path module, List<String> jvmFlags) {
    Path jar = module.resolve("target/quarkus-app/quarkus-run.jar");
    return java(jvmFlags, List.of("-jar", jar.toString()));
  }

  private static List<String> java(List<String> jvmFlags, List<String> rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(rest);
    return command;
  }

  void requireBuilt() {
    for (List<String> command : List.of(api, worker, demo)) {
      Path jar = Path.of(command.getLast());
      if (jar.toString().endsWith(".jar") && !Files.exists(jar)) {
        throw new CannotStart(jar + " is missing: run ./errand build.");
      }
    }
  }
}
