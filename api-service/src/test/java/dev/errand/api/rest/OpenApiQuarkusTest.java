package dev.errand.api.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenApiQuarkusTest {

  @Test
  void submittingIsDescribed() {
    given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Errand"))
        .body("info.license.name", equalTo("Apache 2.0"))
        .body(
            "paths.'/v1/jobs'.post.requestBody.content.'application/json'.examples", notNullValue())
        .body("paths.'/v1/jobs'.post.responses", hasKey("202"))
        .body("paths.'/v1/jobs'.post.responses", hasKey("422"))
        .body("paths.'/v1/jobs/bulk'.post.responses", hasKey("200"))
        .body("components.schemas.LineAnswer.properties.line.description", notNullValue());
  }

  @Test
  void everyFieldOfASubmissionIsDescribedAndNoOther() {
    JsonPath document = given().get("/q/openapi?format=json").then().extract().jsonPath();
    Map<String, Map<String, Object>> properties =
        document.getMap("components.schemas.Submission.properties");
    assertEquals(
        Set.of(
            "endpoint",
            "body",
            "model",
            "prompt",
            "system",
            "priority",
            "delay_seconds",
            "run_at",
            "timeout_seconds",
            "max_attempts",
            "deadline",
            "metadata"),
        properties.keySet());
    properties.forEach((name, p) -> assertTrue(p.containsKey("description"), name));
  }

  @Test
  void theDocumentCanBeTriedOut() {
    given().get("/q/swagger-ui/").then().statusCode(200);
  }
}
