package dev.errand.api.openai;

import dev.errand.api.access.Callers;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists the models that calls may name. */
@Path(Paths.MODELS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class ModelResource {

  private final Callers callers;
  private final Models models;

  @Inject
  ModelResource(Callers callers, Models models) {
    this.callers = callers;
    this.models = models;
  }

  @GET
  @Operation(
      operationId = "listModels",
      summary = "List models",
      description =
          "The models that the caller's calls may name: those that lanes name, and those that the"
              + " providers list and a lane takes.")
  @APIResponse(responseCode = "200", description = "The models.")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public ModelView.Page list() {
    return ModelView.Page.of(models.of(callers.with(Right.SUBMIT)));
  }

  /** The name may contain slashes, escaped or not. */
  @GET
  @Path("/{model: .+}")
  @Operation(operationId = "getModel", summary = "Get a model", description = "One of the list.")
  @APIResponse(responseCode = "200", description = "The model.")
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public ModelView get(
      @Parameter(description = "The model's name.", example = "gpt-5-mini") @PathParam("model")
          String model) {
    return models.of(callers.with(Right.SUBMIT)).stream()
        .filter(known -> known.id().equals(model))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.MODEL_NOT_FOUND,
                    "the model %s does not exist, or the key does not permit it".formatted(model)));
  }
}
