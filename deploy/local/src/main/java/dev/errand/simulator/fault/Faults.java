package dev.errand.simulator.fault;

import java.time.Duration;

/**
 * How a model behaves: its latency, its error rate, and the fault that its calls get.
 *
 * @param errorRate percentage of the calls without the fault that get a 500
 * @param spell which calls do not get the fault, for other reasons than their key
 */
public record Faults(
    Duration latency, Duration jitter, double errorRate, Fault fault, Spell spell) {

  public static final Faults NONE =
      new Faults(Duration.ZERO, Duration.ZERO, 0, Fault.NONE, Spell.ALWAYS);

  private static final Fault SERVER_ERROR = Fault.error(OpenAiError.ofStatus(500));

  /** The behavior for one call; the same for the same key and number, whatever else is running. */
  public record Plan(Duration delay, Fault fault) {}

  /**
   * @param number of the call among those with its key, from 1
   */
  public Plan planFor(String key, int number) {
    return new Plan(delayOf(key, number), faultOf(key, number));
  }

  /** The same without its fault. */
  public Faults spared() {
    return new Faults(latency, jitter, errorRate, Fault.NONE, Spell.ALWAYS);
  }

  private Duration delayOf(String key, int number) {
    double share = StableHash.of("jitter", number, key).fraction();
    return latency.plusMillis(Math.round(share * jitter.toMillis()));
  }

  private Fault faultOf(String key, int number) {
    if (fault.ending() != Fault.Ending.ANSWER && number <= fault.firstCalls()) {
      return fault;
    }
    boolean unlucky = 100 * StableHash.of("error", number, key).fraction() < errorRate;
    return unlucky ? SERVER_ERROR : Fault.NONE;
  }
}
