package dev.errand.api.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps values invented by clients out of the labels of request metrics: their number would grow
 * until no new ones are recorded at all.
 */
public class RequestMeters {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /** The method, if it is one of HTTP's. */
  static String method(String sent) {
    return METHODS.contains(sent) ? sent : "OTHER";
  }

  /** The operations' paths, as in the OpenAPI document. */
  public static final Set<String> PATHS =
      Operations.all().stream()
          .map(Operations.Path::template)
          .collect(Collectors.toUnmodifiableSet());

  @Produces
  @Singleton
  MeterFilter bounded() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        return id.getName().startsWith("http.server") ? bounded(id) : id;
      }
    };
  }

  private static Meter.Id bounded(Meter.Id id) {
    return id.replaceTags(id.getTags().stream().map(RequestMeters::bounded).toList());
  }

  private static Tag bounded(Tag tag) {
    return switch (tag.getKey()) {
      case "method" -> Tag.of("method", method(tag.getValue()));
      case "uri" -> isMadeUp(tag.getValue()) ? Tag.of("uri", known(tag.getValue())) : tag;
      default -> tag;
    };
  }

  /** All pages of the console count as one path. */
  private static String known(String uri) {
    return Paths.isOfConsole(uri) ? Paths.CONSOLE : "UNKNOWN";
  }

  /** A value that is not a path is one of Quarkus' own words, such as NOT_FOUND. */
  private static boolean isMadeUp(String uri) {
    return uri.startsWith("/") && !PATHS.contains(uri);
  }
}
