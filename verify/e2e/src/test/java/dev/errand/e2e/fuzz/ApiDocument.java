package dev.errand.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** An OpenAPI document, read as far as needed to generate requests. */
public final class ApiDocument {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** The tag of operations that work like OpenAI's. */
  private static final String OPENAI = "OpenAI";

  /** The name of the answer that documents all other errors. */
  private static final String DEFAULT = "default";

  private static final int LOWEST_ERROR = 400;

  private final JsonNode root;

  /**
   * @param root the whole document
   */
  public ApiDocument(JsonNode root) {
    this.root = root;
  }

  /**
   * An operation.
   *
   * @param pointer its location in the document, as a JSON pointer
   * @param body the body that it accepts; empty if it describes none
   * @param answers the location of each documented status, as JSON pointers
   * @param otherwise the location of all other errors; empty if they are not documented
   * @param likeOpenAi whether it works like OpenAI's operation
   */
  public record Operation(
      String id,
      String method,
      String path,
      String pointer,
      List<Parameter> parameters,
      Optional<Body> body,
      TreeMap<Integer, String> answers,
      Optional<String> otherwise,
      boolean likeOpenAi) {

    /** The location of a status; empty if it is not documented. */
    Optional<String> answer(int status) {
      return Optional.ofNullable(answers.get(status))
          .or(() -> otherwise.filter(_ -> status >= LOWEST_ERROR));
    }
  }

  /**
   * A parameter.
   *
   * @param in path, query or header
   * @param example missing if it has none
   */
  public record Parameter(
      String name, String in, boolean required, JsonNode schema, JsonNode example) {}

  /**
   * The body of an operation.
   *
   * @param examples as values; for a line-based type, those of each line
   */
  public record Body(String type, JsonNode schema, List<JsonNode> examples) {

    /** What separates the parts of a form. */
    static final String BOUNDARY = "fuzzed-part";

    /** Whether the body has a part for each property of the schema. */
    boolean isForm() {
      return type.equals("multipart/form-data");
    }

    /** The type as a request names it. */
    String contentType() {
      return isForm() ? type + "; boundary=" + BOUNDARY : type;
    }

    /** Whether the body consists of lines with the schema. */
    boolean isLines() {
      return type.contains("ndjson") || type.contains("jsonl") || type.contains("json-lines");
    }
  }

  /** All operations, in the document's order. */
  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(operation(path.getKey(), path.getValue(), method));
        }
      }
    }
    return operations;
  }

  /** The node at a JSON pointer, or the target of the reference there. */
  JsonNode at(String pointer) {
    return resolved(root.at(pointer));
  }

  /** The node itself, or the target of its reference. */
  JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = root.at(found.path("$ref").textValue().substring(1));
    }
    return found;
  }

  /** The whole document. */
  JsonNode root() {
    return root;
  }

  private Operation operation(String path, JsonNode item, Entry<String, JsonNode> method) {
    JsonNode operation = method.getValue();
    String pointer = "/paths/" + escaped(path) + "/" + method.getKey();
    return new Operation(
        operation.path("operationId").asText(method.getKey() + " " + path),
        method.getKey().toUpperCase(),
        path,
        pointer,
        parameters(item, operation),
        body(resolved(operation.path("requestBody"))),
        answers(operation, pointer),
        operation.path("responses").has(DEFAULT)
            ? Optional.of(location(operation, pointer, DEFAULT))
            : Optional.empty(),
        tags(operation).contains(OPENAI));
  }

  private static List<String> tags(JsonNode operation) {
    List<String> tags = new ArrayList<>();
    operation.path("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private List<Parameter> parameters(JsonNode item, JsonNode operation) {
    List<Parameter> parameters = new ArrayList<>();
    for (JsonNode owner : List.of(item, operation)) {
      for (JsonNode reference : owner.path("parameters")) {
        JsonNode parameter = resolved(reference);
        parameters.add(
            new Parameter(
                parameter.path("name").textValue(),
                parameter.path("in").textValue(),
                parameter.path("required").asBoolean(),
                resolved(parameter.path("schema")),
                example(parameter)));
      }
    }
    return parameters;
  }

  /** Of the parameter itself, or the first one of its schema. */
  private JsonNode example(JsonNode parameter) {
    return parameter.has("example")
        ? parameter.path("example")
        : resolved(parameter.path("schema")).path("examples").path(0);
  }

  private Optional<Body> body(JsonNode body) {
    return body.path("content").properties().stream()
        .findFirst()
        .map(
            content ->
                new Body(
                    content.getKey(),
                    resolved(content.getValue().path("schema")),
                    examples(content.getValue())));
  }

  private List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    for (JsonNode reference : content.path("examples")) {
      JsonNode value = resolved(reference).path("value");
      if (value.isTextual()) {
        value.textValue().lines().map(Json::read).forEach(line -> line.ifPresent(examples::add));
      } else {
        examples.add(value);
      }
    }
    return examples;
  }

  private static TreeMap<Integer, String> answers(JsonNode operation, String pointer) {
    TreeMap<Integer, String> answers = new TreeMap<>();
    for (String status : (Iterable<String>) operation.path("responses")::fieldNames) {
      if (!status.equals(DEFAULT)) {
        answers.put(Integer.parseInt(status), location(operation, pointer, status));
      }
    }
    return answers;
  }

  private static String location(JsonNode operation, String pointer, String status) {
    String reference = operation.path("responses").path(status).path("$ref").asText("");
    return reference.isEmpty() ? pointer + "/responses/" + status : reference.substring(1);
  }

  /** The missing example of a parameter. */
  static JsonNode none() {
    return MissingNode.getInstance();
  }

  private static String escaped(String path) {
    return path.replace("~", "~0").replace("/", "~1");
  }
}
