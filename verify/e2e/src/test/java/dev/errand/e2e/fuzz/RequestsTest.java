package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.RawRequest.Framing;
import dev.errand.e2e.fuzz.Requests.Kind;
import dev.errand.e2e.fuzz.Requests.Made;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An operation needs only its description to be covered. */
class RequestsTest {

  private static final JsonNode DOCUMENT =
      Json.read(
              """
              {"openapi": "3.1.0",
               "paths": {"/v9/things/{thing}": {"put": {
                 "operationId": "putThing",
                 "parameters": [
                   {"name": "thing", "in": "path", "required": true, "schema": {"type": "string"}},
                   {"name": "colour", "in": "query", "schema": {"$ref": "#/components/schemas/Colour"}},
                   {"$ref": "#/components/parameters/Mood"}],
                 "requestBody": {"content": {"application/json": {"schema": {
                   "type": "object", "required": ["size"], "additionalProperties": false,
                   "properties": {"size": {"type": "integer", "minimum": 3, "maximum": 5}}}}}},
                 "responses": {"200": {"description": "Done."}, "404": {"$ref": "#/components/responses/Gone"}}
               }}},
               "components": {
                 "schemas": {"Colour": {"type": "string", "enum": ["red", "green"]}},
                 "parameters": {"Mood": {"name": "X-Mood", "in": "header", "schema": {"type": "string"}}},
                 "responses": {"Gone": {"description": "Gone."}}}}
              """)
          .orElseThrow();

  private static final int COUNT = 2000;

  private final ApiDocument document = new ApiDocument(DOCUMENT);

  @Test
  void anOperationThatIsDescribedIsCovered() {
    Operation operation = document.operations().getFirst();

    assertEquals(Set.of(200, 404), operation.answers().keySet());
    assertEquals("/components/responses/Gone", operation.answers().get(404));
    List<Made> valid = made().filter(one -> one.kind() == Kind.VALID).toList();
    assertTrue(valid.stream().allMatch(one -> one.request().method().equals("PUT")));
    assertTrue(valid.stream().anyMatch(one -> one.request().target().equals("/v9/things/t-1")));
    assertTrue(valid.stream().anyMatch(one -> one.request().target().endsWith("?colour=green")));
    assertTrue(
        valid.stream()
            .flatMap(one -> one.request().headers().stream())
            .anyMatch(line -> line.startsWith("X-Mood: ")));
    Set<String> bodies = new TreeSet<>();
    valid.forEach(one -> bodies.add(new String(one.request().body(), ISO_8859_1)));
    assertEquals(Set.of("{\"size\":3}", "{\"size\":4}", "{\"size\":5}"), bodies);
  }

  @Test
  void everyKindOfRequestIsGenerated() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Set<Framing> framings = EnumSet.noneOf(Framing.class);
    made()
        .forEach(
            one -> {
              kinds.add(one.kind());
              framings.add(one.request().framing());
            });

    assertEquals(EnumSet.allOf(Kind.class), kinds);
    assertEquals(EnumSet.allOf(Framing.class), framings);
  }

  @Test
  void theSameSeedMakesTheSameRequests() {
    // One at a time: some have megabytes.
    for (int i = 0; i < COUNT; i++) {
      assertArrayEquals(made(i).bytes(), made(i).bytes());
    }
  }

  @Test
  void anAnswerIsHeldAgainstTheDocument() {
    AnswerCheck check = new AnswerCheck(document);
    Made made = made().filter(one -> one.kind() == Kind.VALID).findFirst().orElseThrow();

    assertEquals(Optional.empty(), check.fault(made, answer(200, "")));
    assertEquals(
        Optional.of("status 418 is not documented"),
        check.fault(made, answer(418, "{\"type\":\"t\",\"title\":\"T\",\"status\":418}")));
    assertEquals(
        Optional.empty(),
        check.fault(made, answer(404, "{\"type\":\"t\",\"title\":\"T\",\"status\":404}")));
    for (String body : List.of("", "{}", "{\"type\":\"t\",\"title\":\"\",\"status\":404}")) {
      assertEquals(
          Optional.of("no problem that fits the status"), check.fault(made, answer(404, body)));
    }
    assertEquals(Optional.of("status 503"), check.fault(made, answer(503, "")));
    assertEquals(Optional.of("status 501"), check.fault(made, answer(501, "")));
  }

  private Stream<Made> made() {
    return IntStream.range(0, COUNT).mapToObj(this::made);
  }

  private Made made(int number) {
    Operation operation = document.operations().getFirst();
    KnownIds ids = new KnownIds(List.of("t-1"));
    return new Requests(document, new Chance(1, number), ids, new Credentials("k", "l"))
        .next(operation);
  }

  private static Answer answer(int status, String body) {
    return new Answer(
        status,
        Map.of("content-type", List.of("application/problem+json")),
        body.getBytes(ISO_8859_1));
  }
}
