package dev.errand.api.tenants;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.tenant.Right;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tenants, for admins. */
@Path(Paths.TENANTS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Tenants")
class TenantResource {

  private static final String NAME = "The name of a tenant.";

  private final Callers callers;
  private final TenantAdmin tenants;
  private final BodyReader bodies;

  @Inject
  TenantResource(Callers callers, TenantAdmin tenants, BodyReader bodies) {
    this.callers = callers;
    this.tenants = tenants;
    this.bodies = bodies;
  }

  /** A page of tenants as admins see them. */
  @RegisterForReflection
  @Schema(
      name = "TenantPage",
      description = "A page of tenants, by name.",
      requiredProperties = {"data", "next"})
  record TenantPage(
      @Schema(description = "The tenants.") List<TenantView> data,
      @Schema(
              nullable = true,
              description = "The value of after for the next page; null on the last one.")
          @Nullable String next) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "createTenant",
      summary = "Create a tenant",
      description = "Create keys for it next. Needs the role admin.")
  @APIResponse(
      responseCode = "201",
      description = "The tenant.",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "409", ref = "TenantExists")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "NewTenant"),
              examples = {
                @ExampleObject(name = "plain", value = "{\"name\": \"acme\"}"),
                @ExampleObject(
                    name = "limited",
                    summary = "With limits for all its keys together",
                    value =
                        "{\"name\": \"trial\", \"jobs_queued\": 1000, \"requests_per_second\": 20}")
              }))
  public Response create(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Author author = author(request);
    TenantView tenant = tenants.create(bodies.readSettings(headers, body), author);
    return Response.status(Status.CREATED)
        .location(URI.create(Paths.TENANTS + "/" + tenant.name()))
        .entity(tenant)
        .build();
  }

  @GET
  @Operation(
      operationId = "listTenants",
      summary = "List tenants",
      description = "All tenants by name. Needs the role admin.")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of tenants on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The next of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "acme")
  @APIResponse(responseCode = "200", description = "A page of tenants.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public TenantPage list(@Context UriInfo uri) {
    callers.with(Right.ADMIN);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    List<TenantView> found = tenants.list(query.after().orElse(""), query.limit() + 1);
    List<TenantView> page = query.page(found);
    return new TenantPage(page, page.size() < found.size() ? page.getLast().name() : null);
  }

  @GET
  @Path(Paths.TENANT)
  @Operation(
      operationId = "getTenant",
      summary = "Get a tenant",
      description = "Needs the role admin.")
  @APIResponse(responseCode = "200", description = "The tenant.")
  @APIResponse(responseCode = "404", ref = "UnknownTenant")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public TenantView get(
      @Parameter(description = NAME, example = "default") @PathParam("name") String name) {
    callers.with(Right.ADMIN);
    return tenants.get(name);
  }

  @PATCH
  @Path(Paths.TENANT)
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "changeTenant",
      summary = "Change or suspend a tenant",
      description =
          "Fields that are left out stay; null removes a limit. Nobody gets in with the keys of a"
              + " suspended tenant; its jobs run on. All replicas know within a second, and within"
              + " 10 s if an announcement is lost.")
  @APIResponse(
      responseCode = "200",
      description = "The changed tenant.",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "404", ref = "UnknownTenant")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "TenantChanges"),
              examples = {
                @ExampleObject(name = "limit", value = "{\"requests_per_second\": 20}"),
                @ExampleObject(name = "suspend", value = "{\"suspended\": true}")
              }))
  public TenantView change(
      @Parameter(description = NAME, example = "acme") @PathParam("name") String name,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      InputStream body) {
    Author author = author(request);
    return tenants.change(name, bodies.readSettings(headers, body), author);
  }

  @DELETE
  @Path(Paths.TENANT)
  @Operation(
      operationId = "deleteTenant",
      summary = "Delete a tenant",
      description =
          "Nobody gets in any more with its keys. Its jobs are cancelled and deleted, with their"
              + " requests, answers and idempotency keys, then its keys, in the background; until"
              + " then it is listed with deleting. Needs the role admin.")
  @APIResponse(
      responseCode = "202",
      description = "The tenant is being deleted.",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  @APIResponse(responseCode = "404", ref = "UnknownTenant")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "409", ref = "TenantNotDeletable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response delete(
      @Parameter(description = NAME, example = "acme") @PathParam("name") String name,
      @Context HttpServerRequest request) {
    Author author = author(request);
    return Response.accepted(tenants.delete(name, author)).build();
  }

  private Author author(HttpServerRequest request) {
    return Author.of(callers.with(Right.ADMIN), request);
  }
}
