package dev.errand.button;

import dev.errand.client.ErrandClient;
import dev.errand.client.Job;
import dev.errand.client.JobQuery;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.Submission;
import dev.errand.client.SubmitOptions;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A page with a button. A question becomes a job, and its card shows how the job goes. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
class ButtonResource {

  private static final String SESSION = "session";
  private static final String HTMX = "HX-Request";
  private static final int CARDS = 20;

  private final ErrandClient errand;
  private final Waiter waiter;
  private final String model;

  @Inject
  ButtonResource(
      ErrandClient errand, Waiter waiter, @ConfigProperty(name = "button.model") String model) {
    this.errand = errand;
    this.waiter = waiter;
    this.model = model;
  }

  @CheckedTemplate
  static class Templates {
    /** The whole page; the key makes a form that is sent twice one job. */
    static native TemplateInstance page(List<Card> cards, boolean waiting, UUID key);

    /** What htmx replaces; after a question, the next one gets another key. */
    static native TemplateInstance cards(
        List<Card> cards, boolean waiting, UUID key, boolean asked);
  }

  /** All that the browser keeps is its session. */
  @GET
  public Response page(@RestCookie UUID session) {
    UUID own = Optional.ofNullable(session).orElseGet(UUID::randomUUID);
    NewCookie cookie =
        new NewCookie.Builder(SESSION)
            .value(own.toString())
            .path("/")
            .httpOnly(true)
            .sameSite(SameSite.STRICT)
            .build();
    List<Card> cards = cards(own);
    return Response.ok(Templates.page(cards, isWaiting(cards), UUID.randomUUID()))
        .cookie(cookie)
        .build();
  }

  /** The cards as soon as one of them has changed, or after a while. */
  @GET
  @Path("cards")
  public Response changedCards(@RestCookie UUID session) {
    waiter.awaitChange(jobs(session));
    return shown(session, true, false);
  }

  @POST
  @Path("ask")
  public Response ask(
      @RestCookie UUID session,
      @RestHeader(HTMX) boolean htmx,
      @RestForm String question,
      @RestForm String key) {
    Map<String, String> metadata = Map.of(SESSION, session.toString(), Card.QUESTION, question);
    Submission job = Submission.prompt(model, question).metadata(metadata);
    errand.submit(job, SubmitOptions.idempotent(key));
    return shown(session, htmx, true);
  }

  @POST
  @Path("cards/{id}/cancel")
  public Response cancel(@RestCookie UUID session, @RestHeader(HTMX) boolean htmx, UUID id) {
    errand.cancel(own(session, id));
    return shown(session, htmx, false);
  }

  @POST
  @Path("cards/{id}/retry")
  public Response retry(@RestCookie UUID session, @RestHeader(HTMX) boolean htmx, UUID id) {
    errand.retry(own(session, id));
    return shown(session, htmx, false);
  }

  /** The service lets this program see every job; a browser may see its own. */
  private UUID own(UUID session, UUID id) {
    if (!session.toString().equals(errand.job(id).metadata().get(SESSION))) {
      throw new NotFoundException();
    }
    return id;
  }

  /** Without JavaScript, the browser loads the page again. */
  private Response shown(UUID session, boolean htmx, boolean asked) {
    if (!htmx) {
      return Response.seeOther(URI.create("/")).build();
    }
    List<Card> cards = cards(session);
    return Response.ok(Templates.cards(cards, isWaiting(cards), UUID.randomUUID(), asked)).build();
  }

  private List<Card> cards(UUID session) {
    return jobs(session).stream().map(Card::of).toList();
  }

  private List<Job> jobs(UUID session) {
    JobQuery own = JobQuery.all().metadata(SESSION, session.toString());
    return errand.list(own.include("output_text").limit(CARDS)).data();
  }

  private static boolean isWaiting(List<Card> cards) {
    return cards.stream().anyMatch(Card::open);
  }

  @ServerExceptionMapper
  Response unreachable(NoAnswerException e) {
    String text = "Errand can't be reached. Ask again: the question becomes one job.";
    return Response.status(Response.Status.SERVICE_UNAVAILABLE).entity(text).build();
  }

  @ServerExceptionMapper
  Response rejected(ProblemException e) {
    return Response.status(e.status())
        .type(MediaType.TEXT_PLAIN)
        .entity(e.problem().title())
        .build();
  }
}
