package dev.errand.api.problem;

import dev.errand.database.DatabaseException;
import dev.errand.database.OverloadedException;
import dev.errand.store.files.FileStoreException;
import dev.errand.telemetry.LogLine;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions to a {@link Problem}: the API's error mapper. */
public class ProblemMappers {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    Response answer = e.problem().response();
    boolean compressed = e.problem().status() == ProblemType.UNSUPPORTED_MEDIA_TYPE.status();
    return compressed
        ? Response.fromResponse(answer).header(HttpHeaders.ACCEPT_ENCODING, "identity").build()
        : answer;
  }

  @ServerExceptionMapper
  Response notFound(NotFoundException e, HttpServerRequest request) {
    // The path as sent: UriInfo's path is decoded twice if it contains a semicolon, and may fail.
    return Problem.nothingAt(request.path()).response();
  }

  /** For paths that {@code Operations} does not recognize, such as those with a semicolon. */
  @ServerExceptionMapper
  Response notAllowed(NotAllowedException e) {
    Response answer =
        Problem.of(ProblemType.METHOD_NOT_ALLOWED, "the method is not supported here").response();
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
  }

  @ServerExceptionMapper
  Response notAcceptable(NotAcceptableException e, HttpHeaders headers) {
    return Problem.of(
            ProblemType.NOT_ACCEPTABLE,
            "no representation matches Accept: " + headers.getHeaderString(HttpHeaders.ACCEPT))
        .response();
  }

  @ServerExceptionMapper
  Response constraints(ConstraintViolationException e) {
    List<Violation> violations =
        e.getConstraintViolations().stream().map(ProblemMappers::violation).toList();
    return Problem.invalid(violations).response();
  }

  @ServerExceptionMapper
  Response other(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return unexpected(e);
    }
    String message = String.valueOf(e.getMessage());
    return new Problem("about:blank", message, status, message, null, List.of(), null).response();
  }

  @ServerExceptionMapper
  Response database(DatabaseException e) {
    if (e.isUnstorable()) {
      return Problem.of(
              ProblemType.INVALID_REQUEST,
              "the database cannot process a value in this request: %s. Change or remove that value"
                  .formatted(e.reason()))
          .response();
    }
    LOG.warn(
        LogLine.event("request_failed")
            .with("trouble", e.trouble().name().toLowerCase(Locale.ROOT))
            .with("error", e.getMessage())
            .next("the client may try again"));
    return unavailable(e).response();
  }

  @ServerExceptionMapper
  Response files(FileStoreException e) {
    LOG.warn(
        LogLine.event("request_failed")
            .with("trouble", "files")
            .with("error", e.getMessage())
            .next("the client may try again"));
    return Problem.of(
            ProblemType.UNAVAILABLE, "the store of files is unavailable; try again shortly")
        .response();
  }

  @ServerExceptionMapper
  Response overloaded(OverloadedException e) {
    return overloaded().response();
  }

  /** The edge of every request. */
  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    return defect(e).response();
  }

  /** Logs an unexpected exception with an id that the client gets. */
  public static Problem defect(Throwable e) {
    String id = "urn:uuid:" + UUID.randomUUID();
    LOG.error(LogLine.event("request_failed").with("instance", id), e);
    return Problem.of(
            ProblemType.INTERNAL,
            "this is a defect in Errand; the details are in the service's log")
        .named(id);
  }

  public static Problem unavailable(DatabaseException e) {
    return Problem.of(ProblemType.UNAVAILABLE, e.trouble().text() + "; try again shortly");
  }

  public static Problem overloaded() {
    return Problem.of(
        ProblemType.UNAVAILABLE,
        "too many requests are already waiting for the database; try again shortly");
  }

  private static Violation violation(ConstraintViolation<?> violation) {
    String field = "";
    for (Path.Node node : violation.getPropertyPath()) {
      field = node.getName();
    }
    return new Violation(field, violation.getMessage());
  }
}
