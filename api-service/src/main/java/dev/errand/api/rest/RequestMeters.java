package dev.errand.api.rest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Keeps what clients make up out of the labels of the requests' metrics: there would be more and
 * more of them, until no new ones are recorded at all.
 */
class RequestMeters {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

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
    boolean refused = "CLIENT_ERROR".equals(id.getTag("outcome"));
    List<Tag> tags = id.getTags().stream().map(tag -> bounded(tag, refused)).toList();
    return id.replaceTags(tags);
  }

  /**
   * @param refused whether the client made a mistake or went away: then its path may be any that is
   *     not a resource's template
   */
  private static Tag bounded(Tag tag, boolean refused) {
    return switch (tag.getKey()) {
      case "method" -> METHODS.contains(tag.getValue()) ? tag : Tag.of("method", "OTHER");
      case "uri" -> refused && isNoTemplate(tag.getValue()) ? Tag.of("uri", "UNKNOWN") : tag;
      default -> tag;
    };
  }

  private static boolean isNoTemplate(String uri) {
    return uri.startsWith("/") && uri.indexOf('{') < 0;
  }
}
