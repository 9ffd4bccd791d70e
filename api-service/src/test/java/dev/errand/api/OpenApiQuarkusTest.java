package dev.errand.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.api.http.RequestMeters;
import dev.errand.api.problem.Problem;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        .body("components.examples.UploadedJobs.value", containsString("}\n{"))
        .body("components.schemas.LineAnswer.properties.line.description", notNullValue());
  }

  @Test
  void thePathsAreThoseThatMetricsKnow() {
    JsonPath document = given().get("/q/openapi?format=json").then().extract().jsonPath();
    assertEquals(document.getMap("paths").keySet(), RequestMeters.PATHS);
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
            "on_lost",
            "deadline",
            "metadata"),
        properties.keySet());
    properties.forEach((name, p) -> assertTrue(p.containsKey("description"), name));
  }

  @Test
  void whatMayBeNullIsAllowedToBeNull() {
    List<JsonNode> choices =
        document().findParents("anyOf").stream()
            .filter(schema -> schema.path("anyOf").toString().contains("\"null\""))
            .toList();
    assertFalse(choices.isEmpty());
    for (JsonNode schema : choices) {
      String type = schema.path("type").toString();
      assertTrue(type.isEmpty() || type.contains("\"null\""), schema::toString);
    }
  }

  @Test
  void nullableEnumerationsHaveNullAmongTheirValues() {
    List<JsonNode> nullable =
        document().findParents("enum").stream()
            .filter(schema -> schema.path("type").toString().contains("\"null\""))
            .toList();
    assertFalse(nullable.isEmpty());
    nullable.forEach(
        schema -> assertTrue(schema.path("enum").toString().endsWith(",null]"), schema::toString));
    assertEquals(
        "[\"succeeded\",\"failed\",\"throttled\",\"timed_out\",\"cancelled\",\"handed_back\","
            + "\"lost\",null]",
        document().at("/components/schemas/Attempt/properties/outcome/enum").toString());
  }

  /** Swagger UI fills its forms with examples of parameters, and can't send arrays as headers. */
  @Test
  void onlyParametersThatAreTheSameEverywhereAreFilledIn() {
    List<JsonNode> parameters = document().findParents("in");
    assertEquals(
        Set.of("lane", "name"),
        parameters.stream()
            .filter(parameter -> parameter.has("example"))
            .map(parameter -> parameter.path("name").asText())
            .collect(Collectors.toSet()));
    parameters.stream()
        .filter(parameter -> parameter.path("in").asText().equals("header"))
        .map(parameter -> parameter.at("/schema/type").toString())
        .forEach(type -> assertFalse(type.contains("array"), type));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = document();
    List<String> references = document.findValuesAsText("$ref");
    assertFalse(references.isEmpty());
    references.forEach(
        reference -> assertFalse(resolve(document, reference).isMissingNode(), reference));
  }

  @Test
  void everyRejectionIsAProblemOrInOpenAisEnvelope() {
    JsonNode document = document();
    List<JsonNode> operations = document.path("paths").findParents("responses");
    assertFalse(operations.isEmpty());
    for (JsonNode operation : operations) {
      operation.path("responses").properties().stream()
          .filter(response -> response.getKey().matches("[45].."))
          .forEach(
              response ->
                  assertTrue(
                      isError(document, operation, response.getValue()),
                      operation.path("operationId").asText() + " " + response.getKey()));
    }
  }

  @Test
  void theDocumentCanBeTriedOut() {
    given().get("/q/swagger-ui/").then().statusCode(200);
  }

  private static JsonNode document() {
    return given().get("/q/openapi?format=json").as(JsonNode.class);
  }

  private static JsonNode resolve(JsonNode document, String reference) {
    return document.at(reference.substring(1));
  }

  private static boolean isError(JsonNode document, JsonNode operation, JsonNode response) {
    JsonNode described =
        response.has("$ref") ? resolve(document, response.path("$ref").asText()) : response;
    return operation.path("tags").path(0).asText().equals("OpenAI")
        ? described.at("/content/application~1json/schema/$ref").asText().endsWith("/OpenAIError")
        : described.path("content").has(Problem.MEDIA_TYPE);
  }
}
