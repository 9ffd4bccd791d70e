package dev.errand.api.testing;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.errand.testing.Management;
import java.time.Duration;

/** Waits for what the service says of its readiness. */
public final class Readiness {

  private static final String PATH = "/q/health/ready";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Readiness() {}

  public static void awaitReady() {
    await().atMost(PATIENCE).until(() -> given().get(Management.url(PATH)).statusCode() == 200);
  }

  /** Until it is not ready and all of these words say why. */
  public static void awaitNotReady(String... words) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var answer = given().get(Management.url(PATH)).then().statusCode(503);
              for (String said : words) {
                answer.body(containsString(said));
              }
            });
  }
}
