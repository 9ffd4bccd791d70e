package dev.errand.api.usage;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.api.usage.UsageParameters.UsageQuery;
import dev.errand.price.Prices;
import dev.errand.store.usage.UsageQueries;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how much was used. */
@Path(Paths.USAGE)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Usage")
class UsageResource {

  private final Callers callers;
  private final UsageQueries usage;
  private final Prices prices;
  private final Clock clock;

  @Inject
  UsageResource(Callers callers, UsageQueries usage, Prices prices, Clock clock) {
    this.callers = callers;
    this.usage = usage;
    this.prices = prices;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getUsage",
      summary = "Sum usage",
      description =
          "The jobs that ended, their attempts, tokens, cost, waiting and running time, in groups. Summed"
              + " by hour when jobs end, so deleted jobs stay counted. Without after, the last 24"
              + " hours. An admin gets the usage of all tenants, others that of their own.")
  @Parameter(
      name = UsageParameters.BY,
      in = ParameterIn.QUERY,
      description =
          "What to group by, with commas between them; at most one of hour and day, both in UTC."
              + " Without it, there is one group.",
      explode = Explode.FALSE,
      schema =
          @Schema(
              type = SchemaType.ARRAY,
              implementation = String.class,
              enumeration = {"tenant", "key", "lane", "model", "outcome", "hour", "day"}))
  @Parameter(
      name = UsageParameters.AFTER,
      in = ParameterIn.QUERY,
      description = "Only hours from the one with this time on.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"),
      example = "2026-01-05T09:00:00Z")
  @Parameter(
      name = UsageParameters.BEFORE,
      in = ParameterIn.QUERY,
      description = "Only hours that begin before this time.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"),
      example = "2099-01-05T09:00:00Z")
  @Parameter(
      name = UsageParameters.TENANT,
      in = ParameterIn.QUERY,
      description = "Only usage of this tenant; for admins.",
      schema = @Schema(type = SchemaType.STRING),
      example = "default")
  @Parameter(
      name = UsageParameters.KEY,
      in = ParameterIn.QUERY,
      description = "Only jobs of the key with this id; empty for those without one.",
      schema = @Schema(type = SchemaType.STRING),
      example = "3kTMd9aPq2Wz")
  @Parameter(ref = "Lane")
  @Parameter(ref = "Model")
  @APIResponse(responseCode = "200", description = "The groups.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public UsageView sum(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    UsageQuery query = UsageParameters.read(uri.getQueryParameters(), clock.instant());
    return UsageView.of(query, usage.find(caller, query.filter(), query.by()), prices.currency());
  }
}
