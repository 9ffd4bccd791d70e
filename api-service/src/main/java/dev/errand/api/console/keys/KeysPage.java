package dev.errand.api.console.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.console.page.Pages;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.page.Section;
import dev.errand.api.console.page.Shell;
import dev.errand.api.console.session.Forms;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.keys.KeyAdmin;
import dev.errand.api.keys.KeyView;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists, creates, rotates and revokes keys. A new secret is shown once. */
@Path(Paths.CONSOLE + "/keys")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class KeysPage {

  private static final String PATH = Paths.CONSOLE + "/keys";

  private final Callers callers;
  private final KeyAdmin keys;
  private final Forms forms;
  private final Pages pages;
  private final ObjectMapper json;

  @Inject
  KeysPage(Callers callers, KeyAdmin keys, Forms forms, Pages pages, ObjectMapper json) {
    this.callers = callers;
    this.keys = keys;
    this.forms = forms;
    this.pages = pages;
    this.json = json;
  }

  @CheckedTemplate(basePath = "console")
  static final class Templates {

    private Templates() {}

    static native TemplateInstance keys(
        Shell shell, List<KeyRow> rows, List<String> roles, String older);

    static native TemplateInstance secret(Shell shell, KeyRow key, String secret);
  }

  @GET
  @ReadsPage
  public Response list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.MANAGE);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    List<KeyView> found =
        keys.list(caller, Optional.empty(), query.after().orElse(""), query.limit() + 1);
    List<KeyView> page = query.page(found);
    String older = page.size() < found.size() ? PATH + "?after=" + page.getLast().id() : "";
    return pages.page(
        Templates.keys(
            pages.shell(caller, Section.KEYS, "API keys"),
            page.stream().map(KeyRow::of).toList(),
            roles(caller),
            older));
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response create(
      @Context HttpServerRequest request, @Context HttpHeaders headers, InputStream body)
      throws JsonProcessingException {
    Author author = Author.of(callers.with(Right.MANAGE), request);
    Forms.Form form = forms.read(headers, body);
    Map<String, Object> wanted = new LinkedHashMap<>();
    form.text("name").ifPresent(name -> wanted.put("name", name));
    form.text("tenant").ifPresent(tenant -> wanted.put("tenant", tenant));
    form.text("expires_at").ifPresent(time -> wanted.put("expires_at", time));
    if (!form.all("role").isEmpty()) {
      wanted.put("roles", form.all("role"));
    }
    return secret(author.caller(), keys.create(json.writeValueAsBytes(wanted), author));
  }

  @POST
  @Path("/{id}/rotate")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response rotate(
      @PathParam("id") String id,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    Author author = Author.of(callers.with(Right.MANAGE), request);
    Forms.Form form = forms.read(headers, body);
    return secret(author.caller(), keys.rotate(id, form.text("revoke_now").isPresent(), author));
  }

  @POST
  @Path("/{id}/revoke")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Blocking
  public Response revoke(
      @PathParam("id") String id,
      @Context HttpServerRequest request,
      @Context HttpHeaders headers,
      InputStream body) {
    Author author = Author.of(callers.with(Right.MANAGE), request);
    forms.read(headers, body);
    keys.revoke(id, author);
    return Pages.to(PATH);
  }

  private Response secret(Caller caller, KeyView key) {
    return pages.secret(
        Templates.secret(
            pages.shell(caller, Section.KEYS, "Key " + key.id()).still(),
            KeyRow.of(key),
            Optional.ofNullable(key.key()).orElse("")));
  }

  /** Those that the caller can give. */
  private static List<String> roles(Caller caller) {
    return Arrays.stream(Right.values())
        .filter(right -> right != Right.ADMIN || caller.may(Right.ADMIN))
        .map(Right::text)
        .toList();
  }
}
