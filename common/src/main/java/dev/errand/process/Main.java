package dev.errand.process;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;

/**
 * Runs the service. With the argument {@code health}, it checks whether a running service is ready,
 * for containers without a shell and curl. {@code --help} and {@code --version} print a text.
 */
@QuarkusMain
public class Main {

  private static final String HEALTH = "health";

  /**
   * Returns when the service has stopped. A health check exits with 0 or 1, a wrongly configured
   * service with 2.
   */
  public static void main(String[] args) {
    if (args.length == 1 && HEALTH.equals(args[0])) {
      System.exit(ReadyQuestion.ofThisContainer().isAnsweredYes() ? 0 : 1);
    }
    Optional<String> text = InfoText.requestedBy(args);
    if (text.isPresent()) {
      System.out.println(text.get());
      return;
    }
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (code, cause) -> System.exit(ExitCode.of(code, cause)));
    Quarkus.run(args);
  }
}
