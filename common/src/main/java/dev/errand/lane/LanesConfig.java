package dev.errand.lane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code errand.lanes.<lane>.*}: must be the same for the API service and the workers. */
@ConfigMapping(prefix = "errand.lanes")
public interface LanesConfig {

  /** The lanes by name. */
  @WithParentName
  Map<String, LaneConfig> lanes();

  /** One lane. */
  interface LaneConfig {

    /** The provider that serves it: a name under {@code errand.providers}. */
    @NotBlank
    @WithDefault("openai")
    String provider();

    /**
     * The models that it takes: globs in which {@code *} stands for any sequence of characters and
     * {@code ?} for one. If the globs of several lanes match a model, the one with the most literal
     * characters wins. Two lanes must not have the same glob, except that the lane {@code default}
     * may, and yields.
     */
    @NotEmpty
    List<@NotBlank String> models();

    /** The pool of workers that runs it: those whose {@code errand.worker.pool} is this name. */
    @NotBlank
    @WithDefault("default")
    String pool();

    /**
     * Maximum number of calls in flight in the whole fleet. Reserved: shown, but not enforced yet.
     */
    OptionalInt concurrency();
  }
}
