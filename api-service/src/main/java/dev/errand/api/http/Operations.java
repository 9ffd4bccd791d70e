package dev.errand.api.http;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemSender;
import dev.errand.api.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API's paths with their methods and types. Responds to requests that no resource handles:
 * OPTIONS, and unsupported methods.
 */
@ApplicationScoped
public class Operations {

  public static final String NDJSON = "application/x-ndjson";
  public static final String JSONL = "application/jsonl";
  public static final String JSON_LINES = "application/json-lines";
  public static final String CSV = "text/csv";

  /** The types of uploads; the first is the one to recommend. */
  static final List<String> UPLOADS = List.of(NDJSON, JSONL, JSON_LINES);

  private static final List<String> JSON = List.of("application/json");
  private static final List<String> FORM = List.of("multipart/form-data");
  private static final List<String> NONE = List.of();

  private static final String ACCEPT_POST = "Accept-Post";

  private static final int NO_CONTENT = 204;

  /** If several match, the first one is used. */
  private static final List<Path> PATHS =
      List.of(
          new Path(Paths.SERVICE, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.LANES, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.LANES + Paths.DEPTH, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.LANES + Paths.PAUSE, "OPTIONS, POST", JSON),
          new Path(Paths.LANES + Paths.RESUME, "OPTIONS, POST", NONE),
          new Path(Paths.WORKERS, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.OPERATIONS, "GET, HEAD, OPTIONS, POST", JSON),
          new Path(Paths.OPERATIONS + Paths.OPERATION, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.OPERATIONS + Paths.STOP, "OPTIONS, POST", NONE),
          new Path(Paths.KEYS, "GET, HEAD, OPTIONS, POST", JSON),
          new Path(Paths.KEYS + Paths.KEY, "DELETE, GET, HEAD, OPTIONS, PATCH", NONE),
          new Path(Paths.KEYS + Paths.ROTATE, "OPTIONS, POST", JSON),
          new Path(Paths.TENANTS, "GET, HEAD, OPTIONS, POST", JSON),
          new Path(Paths.TENANTS + Paths.TENANT, "DELETE, GET, HEAD, OPTIONS, PATCH", NONE),
          new Path(Paths.AUDIT, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.JOBS, "GET, HEAD, OPTIONS, POST", JSON),
          new Path(Paths.JOBS + Paths.BULK, "OPTIONS, POST", UPLOADS),
          new Path(Paths.JOBS + Paths.COUNTS, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.JOBS + Paths.JOB_RESULTS, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.JOBS + Paths.REQUEST, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.FAILURES, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.USAGE, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.JOBS + Paths.CANCEL, "OPTIONS, POST", NONE),
          new Path(Paths.JOBS + Paths.RETRY, "OPTIONS, POST", NONE),
          new Path(Paths.JOBS + Paths.JOB, "DELETE, GET, HEAD, OPTIONS", NONE),
          new Path(Paths.SERVICE + Paths.CHAT_COMPLETIONS, "OPTIONS, POST", JSON),
          new Path(Paths.SERVICE + Paths.COMPLETIONS, "OPTIONS, POST", JSON),
          new Path(Paths.SERVICE + Paths.EMBEDDINGS, "OPTIONS, POST", JSON),
          new Path(Paths.FILES, "GET, HEAD, OPTIONS, POST", FORM),
          new Path(Paths.FILES + Paths.FILE, "DELETE, GET, HEAD, OPTIONS", NONE),
          new Path(Paths.FILES + Paths.CONTENT, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.BATCHES, "GET, HEAD, OPTIONS, POST", JSON),
          new Path(Paths.BATCHES + Paths.BATCH, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.BATCHES + Paths.CANCEL_BATCH, "OPTIONS, POST", NONE),
          new Path(Paths.BATCHES + Paths.RESULTS, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.UPLOADS, "OPTIONS, POST", JSON),
          new Path(Paths.UPLOADS + Paths.PARTS, "OPTIONS, POST", FORM),
          new Path(Paths.UPLOADS + Paths.COMPLETE, "OPTIONS, POST", JSON),
          new Path(Paths.UPLOADS + Paths.CANCEL_UPLOAD, "OPTIONS, POST", NONE),
          new Path(Paths.MODELS, "GET, HEAD, OPTIONS", NONE),
          new Path(Paths.MODELS + Paths.MODEL, "GET, HEAD, OPTIONS", NONE));

  private final ProblemSender sender;

  @Inject
  Operations(ProblemSender sender) {
    this.sender = sender;
  }

  /**
   * A path of the API.
   *
   * @param template as in the OpenAPI document
   * @param methods as in {@code Allow}
   * @param types the body types that POST accepts; empty if it needs no body
   */
  public record Path(String template, String methods, List<String> types) {

    boolean isAt(String path) {
      String[] parts = path.split("/", -1);
      String[] own = template.split("/", -1);
      boolean fits = parts.length == own.length || parts.length > own.length && takesSlashes();
      for (int i = 0; fits && i < own.length; i++) {
        fits = own[i].startsWith("{") ? !parts[i].isEmpty() : own[i].equals(parts[i]);
      }
      return fits;
    }

    private boolean takesSlashes() {
      return template.endsWith(Paths.MODEL);
    }

    boolean takes(HttpMethod method) {
      return List.of(methods.split(", ")).contains(method.name());
    }
  }

  /** Looks up a path as sent; one trailing slash makes no difference. */
  public static Optional<Path> at(@Nullable String path) {
    if (path == null) {
      return Optional.empty();
    }
    boolean slash = path.length() > 1 && path.endsWith("/");
    String plain = slash ? path.substring(0, path.length() - 1) : path;
    return PATHS.stream().filter(known -> known.isAt(plain)).findFirst();
  }

  static List<Path> all() {
    return PATHS;
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.OPERATIONS.register(filters, this::answer);
  }

  private void answer(RoutingContext exchange) {
    Optional<Path> path = at(exchange.request().path());
    HttpMethod method = exchange.request().method();
    if (path.isEmpty() && method.equals(HttpMethod.OPTIONS) && isOurs(exchange)) {
      sender.end(exchange, Problem.nothingAt(exchange.request().path()));
      return;
    }
    if (path.isEmpty() || path.get().takes(method) && !method.equals(HttpMethod.OPTIONS)) {
      exchange.next();
      return;
    }
    say(exchange, method, path.get());
  }

  private void say(RoutingContext exchange, HttpMethod method, Path path) {
    exchange.response().putHeader(HttpHeaders.ALLOW, path.methods());
    if (!method.equals(HttpMethod.OPTIONS)) {
      sender.end(exchange, notAllowed(method, path));
      return;
    }
    if (!path.types().isEmpty()) {
      exchange.response().putHeader(ACCEPT_POST, String.join(", ", path.types()));
    }
    exchange.response().setStatusCode(NO_CONTENT).end();
  }

  private static boolean isOurs(RoutingContext exchange) {
    return exchange.request().path() != null && exchange.request().path().startsWith(Paths.SERVICE);
  }

  private static Problem notAllowed(HttpMethod method, Path path) {
    return Problem.of(
        ProblemType.METHOD_NOT_ALLOWED,
        "the method %s is not supported here; use one of: %s".formatted(method, path.methods()));
  }
}
