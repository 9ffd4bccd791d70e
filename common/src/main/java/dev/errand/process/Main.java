package dev.errand.process;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Runs the service; with the argument {@code health}, asks a running one whether it is ready, for
 * containers that have neither a shell nor curl.
 */
@QuarkusMain
public class Main {

  private static final String HEALTH = "health";

  /**
   * Returns when the service has ended; a question about health ends with exit code 0 or 1, a
   * service that is configured wrongly with 2.
   */
  public static void main(String[] args) {
    if (args.length == 1 && HEALTH.equals(args[0])) {
      System.exit(ReadyQuestion.ofThisContainer().isAnsweredYes() ? 0 : 1);
    }
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (code, cause) -> System.exit(ExitCode.of(code, cause)));
    Quarkus.run(args);
  }
}
