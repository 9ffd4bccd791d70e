package dev.errand.api.openai;

import dev.errand.api.access.Callers;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Paths;
import dev.errand.job.Endpoint;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenAI's calls: each is a job, and its client waits for the answer. */
@Path(Paths.SERVICE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class CallResource {

  private static final String DESCRIPTION =
      "The request is passed to the provider unchanged, and the provider's answer is returned"
          + " unchanged once the job has ended.";

  private final Callers callers;
  private final Calls calls;

  @Inject
  CallResource(Callers callers, Calls calls) {
    this.callers = callers;
    this.calls = calls;
  }

  @POST
  @Path(Paths.CHAT_COMPLETIONS)
  @Blocking
  @Operation(
      operationId = "createChatCompletion",
      summary = "Call a chat model",
      description = DESCRIPTION)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT, description = "The provider's request."),
              examples =
                  @ExampleObject(
                      name = "question",
                      value =
                          """
                          {"model": "gpt-5-mini",
                           "messages": [{"role": "user", "content": "Tell me a joke."}]}
                          """)))
  @APIResponse(responseCode = "200", ref = "OpenAIAnswer")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public Uni<Response> chat(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    return calls.make(Endpoint.CHAT_COMPLETIONS, caller, headers, request.response(), body);
  }

  @POST
  @Path(Paths.COMPLETIONS)
  @Blocking
  @Operation(
      operationId = "createCompletion",
      summary = "Call a completion model",
      description = DESCRIPTION)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT, description = "The provider's request."),
              examples =
                  @ExampleObject(
                      name = "prompt",
                      value =
                          """
                          {"model": "gpt-3.5-turbo-instruct", "prompt": "Once upon a time"}
                          """)))
  @APIResponse(responseCode = "200", ref = "OpenAIAnswer")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public Uni<Response> completion(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    return calls.make(Endpoint.COMPLETIONS, caller, headers, request.response(), body);
  }

  @POST
  @Path(Paths.EMBEDDINGS)
  @Blocking
  @Operation(
      operationId = "createEmbedding",
      summary = "Call an embedding model",
      description =
          DESCRIPTION
              + " Embeddings that the provider sends as numbers are converted if the request asks"
              + " for base64.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT, description = "The provider's request."),
              examples =
                  @ExampleObject(
                      name = "text",
                      value =
                          """
                          {"model": "text-embedding-3-small", "input": "Paris"}
                          """)))
  @APIResponse(responseCode = "200", ref = "OpenAIAnswer")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public Uni<Response> embedding(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    return calls.make(Endpoint.EMBEDDINGS, caller, headers, request.response(), body);
  }
}
