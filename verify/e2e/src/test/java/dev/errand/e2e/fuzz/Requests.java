package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.e2e.fuzz.ApiDocument.Operation;
import dev.errand.e2e.fuzz.ApiDocument.Parameter;
import dev.errand.e2e.fuzz.RawRequest.Framing;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** Generates requests for an operation from its description. */
final class Requests {

  private static final String[] ODD_SEGMENTS = {
    "",
    "%",
    "%zz",
    "%00",
    "%2f",
    "..",
    "%2e%2e",
    "a/b",
    ";x=y",
    "%ff",
    "%ed%a0%80",
    "\u00ff",
    "*",
    "null",
    "bulk",
    "00000000-0000-0000-0000-000000000000",
    "x".repeat(300),
    "'",
    "%20",
    "+",
    "~",
    "{id}",
    "|"
  };
  private static final String[] ODD_QUERIES = {
    "%",
    "=",
    "&&&",
    "a",
    "=b",
    "%zz=1",
    "%00=%00",
    "a=%ff",
    "limit=1&limit=1",
    "?",
    "#f",
    "[]=1",
    "a[b]=c",
    "x=" + "y".repeat(3000),
    ";",
    "\u00ff=\u00ff",
    "limit=%31",
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=99999999999999999999",
    "q=" + "%f0%9f%98%80".repeat(20)
  };

  private final Chance chance;
  private final SchemaValues values;
  private final Bodies bodies;
  private final Headers headers;
  private final KnownIds ids;
  private final Credentials credentials;

  Requests(ApiDocument document, Chance chance, KnownIds ids, Credentials credentials) {
    this.chance = chance;
    this.ids = ids;
    this.credentials = credentials;
    this.values = new SchemaValues(document, chance);
    this.bodies = new Bodies(chance, ids, values);
    this.headers = new Headers(chance, values);
  }

  /** How far a request is from a valid one. */
  enum Kind {
    /** Valid according to the description. */
    VALID,
    /** With something wrong: in the body, a parameter, a header. */
    NEARLY,
    /** With a body that is framed wrongly. */
    MISFRAMED,
    /** With bytes changed anywhere. */
    MUTATED
  }

  /**
   * A request.
   *
   * @param stranger whether nobody may let its sender in
   * @param routed whether it certainly reaches the operation's path
   */
  record Made(
      Operation operation,
      Kind kind,
      boolean stranger,
      boolean routed,
      RawRequest request,
      byte[] bytes) {

    /** Whether a 200 names what was created, where OpenAI's operations have no Location. */
    boolean createsLikeOpenAi() {
      return isPlain() && routed && operation.likeOpenAi() && operation.method().equals("POST");
    }

    /** Whether there must be exactly one response. */
    boolean isPlain() {
      return kind == Kind.VALID || kind == Kind.NEARLY;
    }
  }

  /** A request of any kind. */
  Made next(Operation operation) {
    Kind kind =
        switch (chance.below(20)) {
          case 0, 1, 2, 3, 4, 5, 6 -> Kind.VALID;
          case 7, 8, 9, 10, 11, 12, 13, 14 -> Kind.NEARLY;
          case 15, 16 -> Kind.MISFRAMED;
          default -> Kind.MUTATED;
        };
    return made(operation, kind);
  }

  private Made made(Operation operation, Kind kind) {
    boolean odd = kind == Kind.NEARLY && chance.oneIn(4);
    String path = path(operation, odd);
    boolean leak = kind == Kind.NEARLY && chance.oneIn(20);
    boolean stranger = leak || kind == Kind.NEARLY && chance.oneIn(8);
    String query = leak ? "?" + credentials.query(chance) : query(operation, kind);
    String method = odd && chance.oneIn(10) ? otherMethod() : operation.method();
    List<String> lines =
        kind == Kind.VALID && chance.oneIn(2)
            ? plainHeaders(operation)
            : headers.of(operation, kind == Kind.VALID);
    lines.addAll(stranger && !leak ? credentials.wrong(chance) : credentials.right(chance));
    RawRequest request =
        new RawRequest(method, path + query, lines, bodies.of(operation, kind), framing(kind));
    boolean routed = !odd && !query.contains("#");
    byte[] bytes = request.bytes();
    return new Made(
        operation,
        kind,
        stranger,
        routed,
        request,
        kind == Kind.MUTATED ? new ByteMutator(chance).mutated(bytes) : bytes);
  }

  private String otherMethod() {
    return chance.of(
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PATCH",
        "PUT",
        "DELETE",
        "GET",
        "POST",
        "PROPFIND",
        "get",
        "M" + chance.below(1_000_000));
  }

  private static List<String> plainHeaders(Operation operation) {
    List<String> lines = new ArrayList<>(List.of("Host: api"));
    operation.body().ifPresent(body -> lines.add("Content-Type: " + body.contentType()));
    return lines;
  }

  private Framing framing(Kind kind) {
    if (kind == Kind.MISFRAMED) {
      Framing[] all = Framing.values();
      return all[chance.between(Framing.BOTH.ordinal(), all.length - 1)];
    }
    return chance.of(
        Framing.LENGTH, Framing.LENGTH, Framing.LENGTH, Framing.CHUNKED, Framing.CHUNKED_ODDLY);
  }

  private String path(Operation operation, boolean odd) {
    String path = operation.path();
    for (Parameter parameter : operation.parameters()) {
      if (parameter.in().equals("path")) {
        String name = "{" + parameter.name() + "}";
        String above = operation.path().substring(0, operation.path().indexOf(name));
        path = path.replace(name, segment(parameter, above, odd));
      }
    }
    return odd && chance.oneIn(8) ? path + chance.of("/", "//", "/x", "%", ";a=b") : path;
  }

  private String segment(Parameter parameter, String above, boolean odd) {
    if (odd) {
      return chance.oneIn(20) ? credentials.leaked() : chance.of(ODD_SEGMENTS);
    }
    return switch (chance.below(10)) {
      case 0 -> parameter.example().asText("x");
      case 1 -> encoded("s" + values.value(parameter.schema()).asText());
      default -> ids.any(above, chance).orElse(parameter.example().asText("x"));
    };
  }

  private String query(Operation operation, Kind kind) {
    List<String> pairs = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      if (parameter.in().equals("query") && (parameter.required() || chance.oneIn(4))) {
        String value =
            chance.oneIn(2) && !parameter.example().isMissingNode()
                ? parameter.example().asText()
                : values.value(parameter.schema()).asText();
        pairs.add(encoded(parameter.name()) + "=" + encoded(value));
      }
    }
    if (kind == Kind.NEARLY && chance.oneIn(4)) {
      pairs.add(chance.of(ODD_QUERIES));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
