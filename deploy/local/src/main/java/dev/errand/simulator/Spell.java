package dev.errand.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Which of a model's calls its fault spares, whatever their keys.
 *
 * @param until those from so long after the model's first call on
 * @param perMinute so many in each minute from the model's first call on; 0 for none
 */
record Spell(Optional<Duration> until, int perMinute) {

  static final Spell ALWAYS = new Spell(Optional.empty(), 0);

  Spell lasting(Duration time) {
    return new Spell(Optional.of(time), perMinute);
  }

  Spell sparing(int callsPerMinute) {
    return new Spell(until, callsPerMinute);
  }
}
