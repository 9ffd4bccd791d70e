package dev.errand.api.admin;

import dev.errand.api.access.Callers;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit log. */
@Path(Paths.AUDIT)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Audit")
class AuditResource {

  private static final String TENANT = "tenant";
  private static final String AFTER = "after";

  private final Callers callers;
  private final AuditLog log;

  @Inject
  AuditResource(Callers callers, AuditLog log) {
    this.callers = callers;
    this.log = log;
  }

  /** A page of the audit log as clients see it. */
  @RegisterForReflection
  @Schema(
      name = "AuditPage",
      description = "A page of the audit log, newest first.",
      requiredProperties = {"data", "next"})
  record AuditPage(
      @Schema(description = "The entries.") List<AuditView> data,
      @Schema(
              nullable = true,
              description = "The value of after for the next page; null on the last one.")
          @Nullable String next) {}

  @GET
  @Operation(
      operationId = "listAudit",
      summary = "Read the audit log",
      description =
          "What was administered, newest first: by the callers of the tenant or, for an admin, by"
              + " everybody. Needs the role manage.")
  @Parameter(
      name = TENANT,
      in = ParameterIn.QUERY,
      description = "Only what callers of this tenant did; for admins.",
      schema = @Schema(type = SchemaType.STRING),
      example = "default")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of entries on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = AFTER,
      in = ParameterIn.QUERY,
      description = "The next of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
  @APIResponse(responseCode = "200", description = "A page of the audit log.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public AuditPage list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.MANAGE);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of(TENANT));
    Optional<UUID> after = query.after().map(AuditResource::id);
    List<AuditView> found = log.list(caller, query.filter(TENANT), after, query.limit() + 1);
    List<AuditView> page = query.page(found);
    return new AuditPage(page, page.size() < found.size() ? page.getLast().id().toString() : null);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw ProblemException.invalid(AFTER, "must be the value of next from an earlier page");
    }
  }
}
