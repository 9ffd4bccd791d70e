package dev.errand.lane;

import dev.errand.lane.LanesConfig.LaneConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured lanes, and the mapping of models to them. */
@ApplicationScoped
public class Lanes {

  /** The lane that always exists: it takes the models that no other lane matches better. */
  private static final String DEFAULT = "default";

  private final Map<String, Lane> byName = new TreeMap<>();
  private final List<Route> routes;

  /**
   * Reads the configuration.
   *
   * @throws ConfigurationException if two lanes have the same glob
   */
  @Inject
  public Lanes(LanesConfig config) {
    Map<String, Route> byGlob = new HashMap<>();
    config.lanes().forEach((name, lane) -> add(name, lane, byGlob));
    routes =
        byGlob.values().stream()
            .sorted(Comparator.comparingLong(Route::literals).reversed().thenComparing(Route::glob))
            .toList();
  }

  /** All lanes, by name. */
  public Collection<Lane> all() {
    return byName.values();
  }

  /** The lanes of a pool, by name. */
  public List<Lane> ofPool(String pool) {
    return byName.values().stream().filter(lane -> lane.pool().equals(pool)).toList();
  }

  /** The lane with this name, or empty if it is not configured (any more). */
  public Optional<Lane> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The lane that takes a model, or empty. */
  public Optional<Lane> forModel(String model) {
    return routes.stream().filter(route -> route.takes(model)).findFirst().map(Route::lane);
  }

  /** Which of the models that a provider lists each of its lanes takes. */
  public Map<String, List<String>> taken(String provider, Collection<String> listed) {
    Map<String, List<String>> byLane = new HashMap<>();
    for (String model : listed) {
      forModel(model)
          .filter(lane -> lane.provider().equals(provider))
          .ifPresent(
              lane -> byLane.computeIfAbsent(lane.name(), _ -> new ArrayList<>()).add(model));
    }
    return byLane;
  }

  /** A lane's globs that fit none of these models. */
  public List<String> unmatched(String lane, Collection<String> models) {
    return routes.stream()
        .filter(route -> route.lane().name().equals(lane))
        .filter(route -> models.stream().noneMatch(route::takes))
        .map(Route::glob)
        .sorted()
        .toList();
  }

  private void add(String name, LaneConfig config, Map<String, Route> byGlob) {
    Lane lane =
        new Lane(name, config.provider(), config.models(), config.pool(), config.concurrency());
    byName.put(name, lane);
    lane.models().stream()
        .distinct()
        .forEach(glob -> byGlob.merge(glob, Route.of(glob, lane), Lanes::preferred));
  }

  /** Which of two lanes with the same glob takes it. */
  private static Route preferred(Route one, Route other) {
    if (one.isDefault()) {
      return other;
    }
    if (other.isDefault()) {
      return one;
    }
    throw new ConfigurationException(
        "errand.lanes.%s.models and errand.lanes.%s.models both have %s: take it from one of them"
            .formatted(one.lane().name(), other.lane().name(), one.glob()));
  }

  private record Route(Glob pattern, long literals, Lane lane) {

    static Route of(String glob, Lane lane) {
      Glob pattern = new Glob(glob);
      return new Route(pattern, pattern.literals(), lane);
    }

    String glob() {
      return pattern.text();
    }

    boolean isDefault() {
      return lane.name().equals(DEFAULT);
    }

    boolean takes(String model) {
      return pattern.matches(model);
    }
  }
}
