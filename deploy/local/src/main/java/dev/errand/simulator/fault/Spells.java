package dev.errand.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The time of each model's first call, for temporary faults and rates. */
public final class Spells {

  private static final int MOST_MODELS = 10_000;

  private final Map<String, Course> courses = new ConcurrentHashMap<>();

  /** Whether the call does not get its model's fault. */
  public boolean spare(String model, Spell spell, Instant now) {
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
