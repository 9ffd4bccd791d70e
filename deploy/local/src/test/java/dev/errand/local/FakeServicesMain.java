package dev.errand.local;

import java.nio.file.Path;
import java.util.List;

/** The launcher as it is, but with stand-ins for the services. */
final class FakeServicesMain {
  private FakeServicesMain() {}

  /** Arguments: the file of events, then the command line of the launcher. */
  public static void main(String[] args) {
    Programs fakes =
        new Programs(
            fake("api", args[0]),
            fake("worker", args[0]),
            fake("simulator", args[0]),
            fake("demo", args[0]));
    List<String> rest = List.of(args).subList(1, args.length);
    System.exit(
        Main.commandLine(fakes, System.getenv(), Path.of("")).execute(rest.toArray(new String[0])));
  }

  private static List<String> fake(String role, String events) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        FakeService.class.getName(),
        role,
        events);
  }
}
