package dev.errand.cli;

import dev.errand.cli.output.Listing;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.Explanation;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.client.ErrandClient;
import dev.errand.client.JobQuery;
import dev.errand.client.Lane;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.ServiceInfo;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** {@code errand doctor}: finds out why nothing works. */
@Command(name = "doctor", description = "Check the service, the key, the lanes and the models.")
final class DoctorCommand implements Callable<Integer> {

  private static final List<Check> CHECKS =
      List.of(
          new Check("service", client -> version(client.service())),
          new Check("key", DoctorCommand::key),
          new Check("lanes", client -> lanes(client.lanes())),
          new Check("models", DoctorCommand::models));

  private final GlobalOptions options;

  DoctorCommand(GlobalOptions options) {
    this.options = options;
  }

  /**
   * One thing that may be wrong.
   *
   * @param look returns what was found
   */
  private record Check(String name, Function<ErrandClient, String> look) {}

  @Override
  public Integer call() {
    Screen screen = options.screen();
    Connection errand = options.connect();
    screen.print("%-8s %s".formatted("url", errand.url()));
    for (Check check : CHECKS) {
      try {
        screen.print("%-8s %s".formatted(check.name(), errand.ask(check.look())));
      } catch (ProblemException e) {
        return failed(screen, check, Explanation.of(e), ExitCode.of(e));
      } catch (NoAnswerException e) {
        return failed(screen, check, Explanation.of(e), ExitCode.NOT_REACHABLE);
      }
    }
    return ExitCode.OK;
  }

  /** The other checks would fail for the same reason. */
  private static int failed(Screen screen, Check check, String why, int code) {
    screen.complain(check.name() + ": " + why);
    return code;
  }

  private static String version(ServiceInfo service) {
    return service.service() + " " + service.version();
  }

  private static String key(ErrandClient client) {
    client.list(JobQuery.all().limit(1));
    return "may read jobs";
  }

  private static String lanes(List<Lane> lanes) {
    List<String> closed =
        lanes.stream().filter(lane -> !lane.open()).map(Lane::name).sorted().toList();
    return "%d of %d open%s"
        .formatted(
            lanes.size() - closed.size(),
            lanes.size(),
            closed.isEmpty() ? "" : "; not " + String.join(", ", closed));
  }

  private static String models(ErrandClient client) {
    List<String> names =
        Listing.read(client.json().get("/v1/models"))
            .path("data")
            .valueStream()
            .map(model -> model.path("id").asText())
            .toList();
    return names.isEmpty() ? "none listed" : String.join(", ", names);
  }
}
