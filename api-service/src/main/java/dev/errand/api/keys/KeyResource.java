package dev.errand.api.keys;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.submit.JsonFields;
import dev.errand.tenant.Caller;
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

/** API keys. */
@Path(Paths.KEYS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Keys")
class KeyResource {

  private static final String ID = "The id of a key.";
  private static final String TENANT = "tenant";

  private final Callers callers;
  private final KeyAdmin keys;
  private final BodyReader bodies;

  @Inject
  KeyResource(Callers callers, KeyAdmin keys, BodyReader bodies) {
    this.callers = callers;
    this.keys = keys;
    this.bodies = bodies;
  }

  /** A page of keys as clients see them. */
  @RegisterForReflection
  @Schema(
      name = "KeyPage",
      description = "A page of keys, by id.",
      requiredProperties = {"data", "next"})
  record KeyPage(
      @Schema(description = "The keys.") List<KeyView> data,
      @Schema(
              nullable = true,
              description = "The value of after for the next page; null on the last one.")
          @Nullable String next) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "createKey",
      summary = "Create a key",
      description =
          "The response has the whole key, once: Errand keeps no copy. Needs the role manage; for"
              + " another tenant, or with the role admin, the role admin.")
  @APIResponse(
      responseCode = "201",
      description = "The key.",
      content = @Content(schema = @Schema(implementation = KeyView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "404", ref = "UnknownTenant")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "409", ref = "TenantDeleted")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "NewKey"),
              examples = {
                @ExampleObject(
                    name = "backend",
                    summary = "For a program that submits and polls",
                    value = "{\"name\": \"shop backend\", \"roles\": [\"submit\", \"read\"]}"),
                @ExampleObject(
                    name = "another tenant",
                    summary = "For a tenant's own administrators, made by an admin",
                    value =
                        "{\"name\": \"ACME\", \"tenant\": \"default\", \"roles\": [\"manage\"],"
                            + " \"expires_at\": \"2099-01-05T09:30:00Z\"}")
              }))
  public Response create(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Author author = author(request);
    KeyView key = keys.create(bodies.readSettings(headers, body), author);
    return Response.status(Status.CREATED)
        .location(URI.create(Paths.KEYS + "/" + key.id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(key)
        .build();
  }

  @GET
  @Operation(
      operationId = "listKeys",
      summary = "List keys",
      description =
          "The tenant's keys, or, for an admin, everybody's, by id; revoked ones too. Needs the role"
              + " manage.")
  @Parameter(
      name = TENANT,
      in = ParameterIn.QUERY,
      description = "Only keys of this tenant; for admins.",
      schema = @Schema(type = SchemaType.STRING),
      example = "default")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of keys on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The next of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "4fZk0QpLm2Xy")
  @APIResponse(responseCode = "200", description = "A page of keys.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public KeyPage list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.MANAGE);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of(TENANT));
    List<KeyView> found =
        keys.list(caller, query.filter(TENANT), query.after().orElse(""), query.limit() + 1);
    List<KeyView> page = query.page(found);
    return new KeyPage(page, page.size() < found.size() ? page.getLast().id() : null);
  }

  @GET
  @Path(Paths.KEY)
  @Operation(operationId = "getKey", summary = "Get a key", description = "Without its secret.")
  @APIResponse(responseCode = "200", description = "The key.")
  @APIResponse(responseCode = "404", ref = "UnknownKey")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public KeyView get(
      @Parameter(description = ID, example = "4fZk0QpLm2Xy") @PathParam("id") String id) {
    return keys.get(id, callers.with(Right.MANAGE));
  }

  @PATCH
  @Path(Paths.KEY)
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "changeKey",
      summary = "Change a key",
      description =
          "Fields that are left out stay; null removes an expiry or a limit. All replicas know"
              + " within a second, and within 10 s if an announcement is lost.")
  @APIResponse(
      responseCode = "200",
      description = "The changed key.",
      content = @Content(schema = @Schema(implementation = KeyView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "404", ref = "UnknownKey")
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
              schema = @Schema(ref = "KeyChanges"),
              examples =
                  @ExampleObject(
                      name = "limit",
                      value = "{\"requests_per_second\": 50, \"expires_at\": null}")))
  public KeyView change(
      @Parameter(description = ID, example = "4fZk0QpLm2Xy") @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      InputStream body) {
    Author author = author(request);
    return keys.change(id, bodies.readSettings(headers, body), author);
  }

  @POST
  @Path(Paths.ROTATE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "rotateKey",
      summary = "Rotate a key",
      description =
          "Gives the key another secret, which the response has, once. The old one stays valid for"
              + " 24 hours, so that programs can be changed one by one; with revoke_now, not at all.")
  @APIResponse(
      responseCode = "200",
      description = "The key with its new secret.",
      content = @Content(schema = @Schema(implementation = KeyView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "404", ref = "UnknownKey")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "409", ref = "KeyRevoked")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "Rotation"),
              examples = @ExampleObject(name = "leaked", value = "{\"revoke_now\": true}")))
  public Response rotate(
      @Parameter(description = ID, example = "4fZk0QpLm2Xy") @PathParam("id") String id,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      InputStream body) {
    Author author = author(request);
    boolean now =
        JsonFields.read(
            bodies.readSettings(headers, body),
            Set.of("revoke_now"),
            fields -> fields.flag("revoke_now").orElse(false));
    return Response.ok(keys.rotate(id, now, author))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @DELETE
  @Path(Paths.KEY)
  @Operation(
      operationId = "revokeKey",
      summary = "Revoke a key",
      description =
          "The key is listed on, for the audit log, and lets nobody in: all replicas know within a"
              + " second, and within 10 s if an announcement is lost. Revoking it again changes"
              + " nothing.")
  @APIResponse(responseCode = "204", description = "The key is revoked.")
  @APIResponse(responseCode = "404", ref = "UnknownKey")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public void revoke(
      @Parameter(description = ID, example = "4fZk0QpLm2Xy") @PathParam("id") String id,
      @Context HttpServerRequest request) {
    keys.revoke(id, author(request));
  }

  private Author author(HttpServerRequest request) {
    return Author.of(callers.with(Right.MANAGE), request);
  }
}
