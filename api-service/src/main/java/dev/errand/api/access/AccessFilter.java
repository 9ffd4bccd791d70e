package dev.errand.api.access;

import dev.errand.api.http.HttpOrder;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemMappers;
import dev.errand.api.problem.ProblemSender;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.rate.RequestRates;
import dev.errand.api.rate.Verdict;
import dev.errand.database.DatabaseException;
import dev.errand.database.OverloadedException;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody in but callers, before anything of a request's body is read. Whatever is not public
 * needs one, also paths that do not exist.
 */
@ApplicationScoped
public class AccessFilter {

  private static final Logger LOG = Logger.getLogger(AccessFilter.class);
  private static final String CALLER = AccessFilter.class.getName();

  /** RFC 6750, 3. */
  private static final String CHALLENGE = "Bearer realm=\"errand\"";

  private static final String INVALID = ", error=\"invalid_token\"";

  private final AccessConfig config;
  private final KeyMechanism keys;
  private final HttpAuthenticator authenticator;
  private final RequestRates rates;
  private final ProblemSender sender;

  @Inject
  AccessFilter(
      AccessConfig config,
      KeyMechanism keys,
      HttpAuthenticator authenticator,
      RequestRates rates,
      ProblemSender sender) {
    this.config = config;
    this.keys = keys;
    this.authenticator = authenticator;
    this.rates = rates;
    this.sender = sender;
  }

  /** The caller that the filter has let in; empty where it needs none. */
  static Optional<Caller> caller(RoutingContext exchange) {
    return Optional.ofNullable(exchange.get(CALLER));
  }

  /**
   * A request that has been let in. Its caller is checked again after the time that a replica may
   * know less of keys than is recorded.
   */
  LongRequest longRequest(RoutingContext exchange) {
    return new LongRequest(config.cacheTime(), () -> objection(exchange));
  }

  /** While it can't be found out, whoever was let in stays. */
  private Optional<Problem> objection(RoutingContext exchange) {
    if (config.mode() == AccessConfig.Mode.OPEN) {
      return Optional.empty();
    }
    return authenticator
        .attemptAuthentication(exchange)
        .map(_ -> Optional.<Problem>empty())
        .onFailure()
        .recoverWithItem(failure -> Optional.of(problem(failure)))
        .await()
        .indefinitely()
        .filter(problem -> !problem.is(ProblemType.UNAVAILABLE));
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.ACCESS.register(filters, this::authenticate);
  }

  private void authenticate(RoutingContext exchange) {
    try {
      QueryKeys.reject(exchange.request().query());
      switch (config.mode()) {
        case OPEN -> {
          OpenAccess.check(exchange.request());
          letIn(exchange, Caller.open());
        }
        case KEYS -> {
          if (PublicPaths.contains(exchange.normalizedPath(), config.publicDocs())) {
            exchange.next();
          } else {
            identify(exchange);
          }
        }
      }
    } catch (ProblemException | RejectedKeyException e) {
      reject(exchange, problem(e));
    }
  }

  private void identify(RoutingContext exchange) {
    keys.known(exchange.request())
        .ifPresentOrElse(caller -> identified(exchange, caller), () -> lookUp(exchange));
  }

  /** Looking up a key that is not known here takes a while: until then, nothing is read. */
  private void lookUp(RoutingContext exchange) {
    waitFor(
        exchange,
        authenticator.attemptAuthentication(exchange),
        identity -> lookedUp(exchange, identity),
        failure -> reject(exchange, problem(failure)));
  }

  private static <T> void waitFor(
      RoutingContext exchange, Uni<T> lookUp, Consumer<T> found, Consumer<Throwable> failed) {
    exchange.request().pause();
    Context context = exchange.vertx().getOrCreateContext();
    lookUp
        .subscribe()
        .with(
            it -> on(context, () -> found.accept(it)),
            failure -> on(context, () -> failed.accept(failure)));
  }

  /**
   * Lets in who is signed in to the console.
   *
   * @param lookUp who it is; fails if nobody is
   * @param nobody what happens then; the request goes on only here
   */
  public void admit(RoutingContext exchange, Uni<Caller> lookUp, Runnable nobody) {
    waitFor(
        exchange,
        lookUp,
        caller -> identified(exchange, caller),
        failure -> {
          if (failure instanceof RejectedKeyException) {
            exchange.request().resume();
            nobody.run();
          } else {
            reject(exchange, problem(failure));
          }
        });
  }

  /** Whether callers need keys here. */
  public boolean needsKeys() {
    return config.mode() == AccessConfig.Mode.KEYS;
  }

  /**
   * At once if this is the request's own thread. The context alone does not tell: Quarkus takes it
   * along to worker threads, where resuming a request would lose what of its body arrives before
   * somebody reads it.
   */
  private static void on(Context context, Runnable action) {
    if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
      action.run();
    } else {
      context.runOnContext(_ -> action.run());
    }
  }

  private void lookedUp(RoutingContext exchange, @Nullable SecurityIdentity identity) {
    Optional.ofNullable(identity)
        .flatMap(Identities::caller)
        .ifPresentOrElse(
            caller -> identified(exchange, caller),
            () ->
                reject(
                    exchange,
                    Problem.of(
                        ProblemType.NO_CREDENTIALS, "send the header Authorization: Bearer KEY")));
  }

  private void identified(RoutingContext exchange, Caller caller) {
    Verdict verdict = rates.take(caller);
    verdict.describe(exchange.response());
    if (verdict.isAllowed()) {
      letIn(exchange, caller);
    } else {
      reject(exchange, verdict.problem());
    }
  }

  private static void letIn(RoutingContext exchange, Caller caller) {
    exchange.put(CALLER, caller);
    exchange.request().resume();
    exchange.next();
  }

  private void reject(RoutingContext exchange, Problem problem) {
    exchange.request().resume();
    if (problem.is(ProblemType.NO_CREDENTIALS)) {
      exchange.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
    } else if (problem.is(ProblemType.INVALID_CREDENTIALS)) {
      exchange.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + INVALID);
    }
    sender.end(exchange, problem);
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case RejectedKeyException e when e.reason() == RejectedKeyException.Reason.SUSPENDED ->
          Problem.of(ProblemType.TENANT_SUSPENDED, e.reason().detail());
      case RejectedKeyException e ->
          Problem.of(ProblemType.INVALID_CREDENTIALS, e.reason().detail());
      case AuthenticationFailedException e ->
          Problem.of(ProblemType.INVALID_CREDENTIALS, "the token is not valid");
      case ProblemException e -> e.problem();
      case DatabaseException e -> ProblemMappers.unavailable(e);
      case OverloadedException e -> ProblemMappers.overloaded();
      case OIDCException e -> unreachable(e);
      default -> ProblemMappers.defect(failure);
    };
  }

  private static Problem unreachable(OIDCException e) {
    LOG.warn(
        LogLine.event("identity_provider_not_asked")
            .with("error", e.getMessage())
            .next("tokens get 503 and Retry-After; keys are accepted"));
    return Problem.of(
        ProblemType.UNAVAILABLE,
        "the identity provider cannot be reached, so the token can't be checked; try again shortly");
  }
}
