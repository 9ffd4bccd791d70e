package dev.errand.api.console;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.errand.api.testing.Browser;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service without the console. */
@QuarkusTest
@TestProfile(ConsoleOffQuarkusTest.Off.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class ConsoleOffQuarkusTest {

  /** Switches it off. */
  public static final class Off implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("errand.api.console.enabled", "false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui", "/ui/jobs", "/ui/login", "/ui/assets/console.js"})
  void nothingOfItIsServed(String path) {
    Browser.anonymous()
        .get(path)
        .statusCode(404)
        .body(containsString("errand.api.console.enabled=true"));
  }

  @Test
  void theApiIsServed() {
    given().get("/v1/jobs").then().statusCode(200);
    Browser.anonymous().get("/").statusCode(404);
  }
}
