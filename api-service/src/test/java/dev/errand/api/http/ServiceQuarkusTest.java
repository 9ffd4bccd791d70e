package dev.errand.api.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ServiceQuarkusTest {

  @Test
  void theServiceSaysWhatItIs() {
    given()
        .get("/v1")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("service", equalTo("errand"))
        .body("version", not(emptyString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "lanes", "openapi"})
  void itsPathsLeadSomewhere(String part) {
    JsonPath service = given().get("/v1").jsonPath();
    given().get(service.getString(part)).then().statusCode(200);
  }
}
