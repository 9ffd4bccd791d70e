package dev.errand.api.console.page;

import dev.errand.api.console.session.Csrf;
import dev.errand.api.console.session.SessionCookie;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.text.Sha256;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes pages, and says whether a browser has them already. */
@ApplicationScoped
public class Pages {

  private static final int TAG_BYTES = 16;

  private final CurrentVertxRequest current;
  private final Csrf csrf;
  private final String version;

  @Inject
  Pages(
      CurrentVertxRequest current,
      Csrf csrf,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.current = current;
    this.csrf = csrf;
    this.version = version;
  }

  /** The frame of a page. */
  public Shell shell(Caller caller, Section section, String title) {
    Visitor visitor = Visitor.of(caller, caller.access() != Access.OPEN);
    List<Shell.Tab> tabs =
        Arrays.stream(Section.values())
            .filter(it -> visitor.manages() || !it.isForManagers())
            .map(it -> new Shell.Tab(it.title(), it.path(), it.key(), it == section))
            .toList();
    return new Shell(
        title, tabs, visitor, SessionCookie.theme(request()), csrf.token(request()), version, true);
  }

  /** A page; 304 if the browser has the same. */
  public Response page(TemplateInstance template) {
    String html = template.render();
    String tag = "\"" + hash(html) + "\"";
    boolean known = tag.equals(request().getHeader(HttpHeaders.IF_NONE_MATCH));
    return (known ? Response.notModified() : Response.ok(html, "text/html; charset=utf-8"))
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }

  /** A page that nobody keeps. */
  public Response secret(TemplateInstance template) {
    return Response.ok(template.render(), "text/html; charset=utf-8")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Where a form leads. */
  public static Response to(String path) {
    return Response.seeOther(URI.create(path)).build();
  }

  private HttpServerRequest request() {
    return current.getCurrent().request();
  }

  private static String hash(String html) {
    return HexFormat.of().formatHex(Sha256.of(html), 0, TAG_BYTES);
  }
}
