package dev.errand.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.cli.settings.WrongUsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what is sent to the provider: a chat completion. */
public final class CallOptions {

  public static final String ENDPOINT = "/v1/chat/completions";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String MODEL = "model";
  private static final String MESSAGES = "messages";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "The model; may be in --fields instead.")
  private Optional<String> model = Optional.empty();

  @Option(names = "--system", paramLabel = "TEXT", description = "The system message.")
  private Optional<String> system = Optional.empty();

  @Option(
      names = {"-f", "--fields"},
      paramLabel = "FILE",
      description = "A JSON object with further fields of the request, such as temperature.")
  private Optional<Path> fields = Optional.empty();

  /** The fields of every request, without messages unless they are in the file. */
  public ObjectNode template() {
    ObjectNode body = fields.map(CallOptions::read).orElseGet(JSON::createObjectNode);
    model.ifPresent(name -> body.put(MODEL, name));
    if (!body.path(MODEL).isTextual()) {
      throw new WrongUsageException("no model: use -m MODEL");
    }
    return body;
  }

  /** The request with a prompt, for {@link #ENDPOINT}. */
  public ObjectNode body(ObjectNode template, String prompt) {
    ObjectNode body = template.deepCopy();
    if (body.has(MESSAGES)) {
      throw new WrongUsageException("the prompt is given twice: --fields has messages");
    }
    ArrayNode messages = body.putArray(MESSAGES);
    system.ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    messages.addObject().put("role", "user").put("content", prompt);
    return body;
  }

  /** Whether the messages are in the file, so that there is no prompt. */
  public static boolean hasMessages(ObjectNode template) {
    return template.has(MESSAGES);
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      if (json instanceof ObjectNode object) {
        return object;
      }
      throw new WrongUsageException(file + " is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new WrongUsageException(file + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new WrongUsageException("can't read %s: %s".formatted(file, e));
    }
  }
}
