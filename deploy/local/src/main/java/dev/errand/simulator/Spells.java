package dev.errand.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Since when each model has been called, for the faults that pass and those of a rate. */
final class Spells {

  private static final int MOST_MODELS = 10_000;

  private final Map<String, Course> courses = new ConcurrentHashMap<>();

  /** Whether the call is spared by the fault that its model has. */
  boolean spare(String model, Spell spell, Instant now) {
    if (spell.equals(Spell.ALWAYS) || courses.size() > MOST_MODELS) {
      return false;
    }
    return courses.computeIfAbsent(model, _ -> new Course(now)).spares(spell, now);
  }

  private static final class Course {

    private final Instant first;
    private long minute;
    private int answered;

    private Course(Instant first) {
      this.first = first;
    }

    private synchronized boolean spares(Spell spell, Instant now) {
      Duration age = Duration.between(first, now);
      if (spell.until().filter(time -> age.compareTo(time) >= 0).isPresent()) {
        return true;
      }
      if (age.toMinutes() != minute) {
        minute = age.toMinutes();
        answered = 0;
      }
      return answered < spell.perMinute() && ++answered > 0;
    }
  }
}
