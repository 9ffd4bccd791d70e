package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;
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

  private static final Credentials CREDENTIALS =
      new Credentials("key-with-all", List.of("key-with-less"), List.of("revoked"), "leaked");

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
  void allButStrangersHaveOneKeyThatIsValid() {
    Pattern key = Pattern.compile("(?i)(authorization: bearer +|x-api-key: )key-with-(all|less)");
    List<Made> strangers = made().filter(Made::stranger).toList();

    assertTrue(
        made()
            .filter(made -> !made.stranger())
            .allMatch(made -> count(made, line -> key.matcher(line).matches()) == 1));
    assertTrue(strangers.stream().anyMatch(made -> made.request().target().contains("leaked")));
    for (String sent : List.of("revoked", "x-injected: ", "kkkkkk", "eyJ", "Cookie: Auth")) {
      assertTrue(
          strangers.stream().anyMatch(made -> count(made, line -> line.contains(sent)) > 0), sent);
    }
  }

  private static long count(Made made, Predicate<String> lines) {
    return made.request().headers().stream().filter(lines).count();
  }

  @Test
  void strangersAreTurnedAwayAndNothingIsInjected() {
    AnswerCheck check = new AnswerCheck(document);
    Made stranger = made().filter(Made::stranger).filter(Made::routed).findFirst().orElseThrow();

    assertEquals(
        Optional.of("a stranger was let in: 200"), check.fault(stranger, answer(200, "{}")));
    assertEquals(
        Optional.of("a stranger was let in: 404"), check.fault(stranger, answer(404, "{}")));
    assertEquals(
        Optional.of("a header was injected"),
        check.fault(
            made().filter(made -> !made.stranger()).findFirst().orElseThrow(),
            new Answer(200, Map.of("x-injected", List.of("k")), new byte[0])));
  }

  @Test
  void whatWasCreatedIsAskedFor() {
    KnownIds ids = new KnownIds(List.of("t-1"));
    ids.created("http://api/v9/things/t-2");

    assertEquals(Optional.of("t-2"), ids.any("/v9/things/", new Chance(1)));
    assertEquals(Optional.of("t-1"), ids.any("/v9/others/", new Chance(1)));
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

  @Test
  void operationsLikeOpenAisHaveItsErrors() {
    ObjectNode like = (ObjectNode) DOCUMENT.deepCopy();
    ObjectNode operation = (ObjectNode) like.at("/paths/~1v9~1things~1{thing}/put");
    operation.putArray("tags").add("OpenAI");
    operation.putObject("responses").putObject("default").put("description", "An error.");
    AnswerCheck check = new AnswerCheck(new ApiDocument(like));
    Made made = valid(new ApiDocument(like));
    String error = "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}";

    assertEquals(Optional.empty(), check.fault(made, envelope(418, error)));
    assertEquals(Optional.empty(), check.fault(made, envelope(504, error)));
    assertEquals(Optional.of("status 503"), check.fault(made, envelope(503, error)));
    assertEquals(
        Optional.of("no envelope that fits the status"),
        check.fault(made, envelope(418, error.replace(",\"code\":null", ""))));
    assertEquals(
        Optional.of("no envelope that fits the status"),
        check.fault(made, answer(404, "{\"type\":\"t\",\"title\":\"T\",\"status\":404}")));
    assertEquals(
        Optional.of("status 200 is not documented"), check.fault(made, envelope(200, "{}")));
  }

  @Test
  void aFormHasAPartForEachProperty() {
    ObjectNode form = (ObjectNode) DOCUMENT.deepCopy();
    ObjectNode content =
        (ObjectNode) form.at("/paths/~1v9~1things~1{thing}/put/requestBody/content");
    content.set("multipart/form-data", content.remove("application/json"));

    RawRequest request = valid(new ApiDocument(form)).request();

    assertTrue(
        new String(request.body(), ISO_8859_1)
            .matches(
                "(?s)--fuzzed-part\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n[345]"
                    + "\r\n--fuzzed-part--\r\n"));
    assertTrue(
        request.headers().contains("Content-Type: multipart/form-data; boundary=fuzzed-part"));
  }

  private static Made valid(ApiDocument document) {
    return IntStream.range(0, COUNT)
        .mapToObj(number -> made(document, number))
        .filter(one -> one.kind() == Kind.VALID)
        .findFirst()
        .orElseThrow();
  }

  private static Answer envelope(int status, String body) {
    return new Answer(
        status,
        Map.of(
            "content-type", List.of("application/json"),
            "x-request-id", List.of("req_1"),
            "errand-job-id", List.of("j-1")),
        body.getBytes(ISO_8859_1));
  }

  private Stream<Made> made() {
    return IntStream.range(0, COUNT).mapToObj(this::made);
  }

  private Made made(int number) {
    return made(document, number);
  }

  private static Made made(ApiDocument document, int number) {
    Operation operation = document.operations().getFirst();
    KnownIds ids = new KnownIds(List.of("t-1"));
    return new Requests(document, new Chance(1, number), ids, CREDENTIALS).next(operation);
  }

  private static Answer answer(int status, String body) {
    return new Answer(
        status,
        Map.of("content-type", List.of("application/problem+json")),
        body.getBytes(ISO_8859_1));
  }
}
