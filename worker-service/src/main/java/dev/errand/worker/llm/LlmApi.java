package dev.errand.worker.llm;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The operations of an OpenAI-compatible provider, below its base URL. Bodies pass through as they
 * are; dropping a call's subscription closes its connection.
 */
@Path("")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public interface LlmApi {

  @POST
  @Path("chat/completions")
  Uni<Response> chatCompletions(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body);

  @POST
  @Path("responses")
  Uni<Response> responses(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body);

  @POST
  @Path("embeddings")
  Uni<Response> embeddings(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body);

  @POST
  @Path("completions")
  Uni<Response> completions(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, byte[] body);
}
