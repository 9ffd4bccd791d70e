package dev.errand.api.rest;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenApiQuarkusTest {

  /** Types, not things. */
  private static final Set<String> SCALARS = Set.of("Instant", "UUID");

  private JsonNode document;

  @BeforeEach
  void read() throws IOException {
    document = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asByteArray());
  }

  @Test
  void everyFieldIsDescribed() {
    List<String> bare = new ArrayList<>();
    document
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .properties()
                    .forEach(
                        field -> {
                          if (!SCALARS.contains(schema.getKey())
                              && !field.getValue().has("description")) {
                            bare.add(schema.getKey() + "." + field.getKey());
                          }
                        }));
    assertEquals(List.of(), bare);
  }

  @Test
  void everyOperationAndItsParametersAndAnswersAreDescribed() {
    List<String> bare = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> check(method.getKey() + path.getKey(), method.getValue(), bare)));
    assertEquals(List.of(), bare);
  }

  private static void check(String name, JsonNode operation, List<String> bare) {
    if (!operation.has("summary") || !operation.has("operationId")) {
      bare.add(name);
    }
    operation
        .path("parameters")
        .forEach(
            parameter -> {
              if (!parameter.has("description")) {
                bare.add(name + " " + parameter.path("name"));
              }
            });
    operation
        .path("responses")
        .properties()
        .forEach(
            answer -> {
              if (!answer.getValue().has("description")) {
                bare.add(name + " " + answer.getKey());
              }
            });
  }
}
