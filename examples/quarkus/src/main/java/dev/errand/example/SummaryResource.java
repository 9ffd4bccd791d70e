package dev.errand.example;

import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Summaries of texts. Each is a job, so that no client waits for the model, and none is lost. */
@Path("/summaries")
@Produces(MediaType.TEXT_PLAIN)
@RunOnVirtualThread
class SummaryResource {

  /** Longer waits only cost the client a connection: the job goes on anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int BAD_GATEWAY = 502;

  private final ErrandClient errand;
  private final String model;

  @Inject
  SummaryResource(ErrandClient errand, @ConfigProperty(name = "example.model") String model) {
    this.errand = errand;
    this.model = model;
  }

  /** Accepts a text; 202 with the address of its summary. */
  @POST
  @Consumes(MediaType.TEXT_PLAIN)
  public Response submit(String text) {
    Submission job = Submission.prompt(model, "Summarise in one sentence: " + text);
    UUID id = errand.submit(job.metadata(Map.of("service", "summaries"))).job().id();
    return Response.accepted().location(URI.create("/summaries/" + id)).build();
  }

  /** The summary: 200 with it, 202 if it is not there yet, 502 if there will be none. */
  @GET
  @Path("{id}")
  public Response read(@PathParam("id") UUID id) {
    Job job = errand.poll(id, PATIENCE).job();
    return switch (job.state()) {
      case SUCCEEDED -> Response.ok(job.outputText().orElse("")).build();
      case FAILED, CANCELLED, EXPIRED ->
          Response.status(BAD_GATEWAY).entity(job.error().orElseThrow().message()).build();
      case SCHEDULED, QUEUED, RUNNING, UNKNOWN -> Response.accepted().build();
    };
  }

  /** What Errand rejects, such as an unknown id, is rejected here. */
  @ServerExceptionMapper
  Response rejected(ProblemException e) {
    return Response.status(e.problem().status()).entity(e.problem().detail()).build();
  }
}
