package dev.errand.api.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service without keys serves programs on the same machine, not pages of other sites. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenAccessQuarkusTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "localhost:8080", "LOCALHOST:1"})
  void namesOfThisMachineAreServed(String host) {
    given().header("Host", host).get("/v1/jobs").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "x"
      })
  void otherNamesAreNot(String host) {
    given()
        .header("Host", host)
        .get("/v1/jobs")
        .then()
        .statusCode(403)
        .body("type", is("urn:errand:problem:foreign-origin"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403",
    "null, 403",
    "http://localhost:1, 403",
    "http://localhost:8080, 200"
  })
  void pagesOfOtherOriginsAreNotServed(String origin, int status) {
    given()
        .header("Host", "localhost:8080")
        .header("Origin", origin)
        .get("/v1/jobs")
        .then()
        .statusCode(status);
  }

  @Test
  void keysMakeNoDifference() {
    given().header("Authorization", "Bearer anything").get("/v1/jobs").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "localhost, true",
    "::1, true",
    "0.0.0.0, false",
    "10.0.0.1, false"
  })
  void onlyLoopbackAddressesMayBeOpen(String address, boolean may) {
    assertEquals(may, OpenAccess.isLoopback(address));
  }
}
