package dev.errand.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An error in a batch's input file. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "OpenAIBatchError",
    description = "An error in a batch's input file.",
    requiredProperties = {"code", "message", "param", "line"})
public record LineError(
    @Schema(
            description = "The kind of error; docs/reference/openai.md lists them.",
            examples = "duplicate_custom_id")
        String code,
    @Schema(description = "What to change.") String message,
    @Schema(
            nullable = true,
            description = "The path of the member that is wrong, if it is one.",
            examples = "custom_id")
        @Nullable String param,
    @Schema(
            nullable = true,
            description = "The line, from 1; null if the whole file is wrong.",
            examples = "3")
        @Nullable Integer line) {

  /** As they are stored. */
  static String json(ObjectMapper json, List<LineError> errors) {
    try {
      return json.writeValueAsString(errors);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("errors are not JSON", e);
    }
  }
}
