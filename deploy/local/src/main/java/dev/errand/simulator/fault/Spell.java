package dev.errand.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/**
 * Which of a model's calls do not get its fault, whatever their keys.
 *
 * @param until the time after the model's first call from which calls do not get it
 * @param perMinute how many calls do not get it in each minute from the model's first call on; 0
 *     for none
 */
public record Spell(Optional<Duration> until, int perMinute) {

  public static final Spell ALWAYS = new Spell(Optional.empty(), 0);

  public Spell lasting(Duration time) {
    return new Spell(Optional.of(time), perMinute);
  }

  public Spell sparing(int callsPerMinute) {
    return new Spell(until, callsPerMinute);
  }
}
