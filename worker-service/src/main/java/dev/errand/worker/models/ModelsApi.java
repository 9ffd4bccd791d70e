package dev.errand.worker.models;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The list of a provider's models, in pages where it has pages. As a {@link Response}, whose body
 * is read as it arrives: any other type would be gathered whole, however large it is.
 */
@Path("models")
public interface ModelsApi {

  /**
   * A page.
   *
   * @param after the last id of the page before; null for the first, which is asked for as plainly
   *     as all providers take it
   */
  @GET
  Response page(
      @RestQuery("after_id") @Nullable String after, @RestQuery("limit") @Nullable Integer limit);
}
