package dev.errand.api.console.live;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestStreamElementType;

/**
 * A stream that says that something has changed, at most once a second; what it is, pages find out
 * by asking for themselves again.
 */
@Path(Paths.CONSOLE + "/events")
public class EventsResource {

  /** Then the browser connects again, if its session lasts. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** So that a broken connection is noticed. */
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Callers callers;
  private final Changes changes;

  @Inject
  EventsResource(Callers callers, Changes changes) {
    this.callers = callers;
    this.changes = changes;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.TEXT_PLAIN)
  @NonBlocking
  public Multi<String> events() {
    Multi<String> changed = changes.of(callers.with(Right.READ)).map(_ -> "change");
    Multi<String> alive =
        Multi.createFrom().ticks().every(QUIET).onOverflow().drop().map(_ -> "alive");
    return Multi.createBy().merging().streams(changed, alive).select().first(LONGEST);
  }
}
