package dev.errand.api.access;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Collectors;

/** Determines the callers of requests; the only place that does. */
@ApplicationScoped
public class Callers {

  private final CurrentVertxRequest current;
  private final AccessFilter access;

  @Inject
  Callers(CurrentVertxRequest current, AccessFilter access) {
    this.current = current;
    this.access = access;
  }

  /**
   * The caller of the current request, which every operation asks for first.
   *
   * @param right what the operation needs
   * @throws ProblemException if the caller lacks it
   */
  public Caller with(Right right) {
    Caller caller = any();
    if (!caller.may(right)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "this needs the role %s; the key has: %s".formatted(right.text(), roles(caller)));
    }
    return caller;
  }

  /** The caller of the current request, for what needs no right but to be somebody. */
  public Caller any() {
    return AccessFilter.caller(current.getCurrent()).orElseThrow(Callers::none);
  }

  /** The current request, if its caller is to be checked again while it goes on. */
  public LongRequest longRequest() {
    return access.longRequest(current.getCurrent());
  }

  private static String roles(Caller caller) {
    return caller.rights().stream().map(Right::text).sorted().collect(Collectors.joining(", "));
  }

  /** The filter lets nobody in without one. */
  private static IllegalStateException none() {
    return new IllegalStateException("a request without a caller has passed the access filter");
  }
}
