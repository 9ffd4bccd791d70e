package dev.errand.api.http;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The service's name and version. */
@Path(Paths.SERVICE)
@RunOnVirtualThread
@Tag(name = "Service")
class ServiceResource {

  private final ServiceView view;

  @Inject
  ServiceResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.view = new ServiceView("errand", version, Paths.JOBS, Paths.LANES, "/q/openapi");
  }

  /** The service and the paths of its resources. */
  @RegisterForReflection
  @Schema(
      name = "Service",
      description = "The service and the paths of its resources.",
      requiredProperties = {"service", "version", "jobs", "lanes", "openapi"})
  record ServiceView(
      @Schema(description = "Always errand.", examples = "errand") String service,
      @Schema(description = "The version of the service.", examples = "1.0.0") String version,
      @Schema(description = "The path of jobs.", examples = "/v1/jobs") String jobs,
      @Schema(description = "The path of lanes.", examples = "/v1/lanes") String lanes,
      @Schema(description = "The path of this document.", examples = "/q/openapi")
          String openapi) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getService",
      summary = "Get the service's version",
      description = "A constant response, independent of the service's health.")
  @APIResponse(responseCode = "200", description = "The service.")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  public ServiceView service() {
    return view;
  }
}
