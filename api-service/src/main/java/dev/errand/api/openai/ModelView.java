package dev.errand.api.openai;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model as OpenAI's clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "OpenAIModel",
    description = "A model.",
    requiredProperties = {"id", "object", "created", "owned_by"})
record ModelView(
    @Schema(description = "Its name in requests.", examples = "gpt-5-mini") String id,
    @Schema(description = "Always model.", examples = "model") String object,
    @Schema(description = "Always 0: providers' dates are not known.", examples = "0") long created,
    @Schema(description = "The provider that serves it.", examples = "openai") String ownedBy) {

  static ModelView of(String name, String provider) {
    return new ModelView(name, "model", 0, provider);
  }

  /** All models on one page. */
  @RegisterForReflection
  @Schema(
      name = "OpenAIModels",
      description = "All models.",
      requiredProperties = {"object", "data"})
  record Page(
      @Schema(description = "Always list.", examples = "list") String object,
      @Schema(description = "The models, by name.") List<ModelView> data) {

    static Page of(List<ModelView> models) {
      return new Page("list", models);
    }
  }
}
