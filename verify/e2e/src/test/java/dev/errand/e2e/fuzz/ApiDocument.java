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
   */
  public record Operation(
      String id,
      String method,
      String path,
      String pointer,
      List<Parameter> parameters,
      Optional<Body> body,
      TreeMap<Integer, String> answers) {}

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
        answers(operation, pointer));
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
                parameter.path("example")));
      }
    }
    return parameters;
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

  private TreeMap<Integer, String> answers(JsonNode operation, String pointer) {
    TreeMap<Integer, String> answers = new TreeMap<>();
    for (Entry<String, JsonNode> answer : operation.path("responses").properties()) {
      if (!answer.getKey().matches("[0-9]{3}")) {
        continue;
      }
      String reference = answer.getValue().path("$ref").asText("");
      answers.put(
          Integer.parseInt(answer.getKey()),
          reference.isEmpty() ? pointer + "/responses/" + answer.getKey() : reference.substring(1));
    }
    return answers;
  }

  /** The missing example of a parameter. */
  static JsonNode none() {
    return MissingNode.getInstance();
  }

  private static String escaped(String path) {
    return path.replace("~", "~0").replace("/", "~1");
  }
}
