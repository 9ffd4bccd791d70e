package dev.errand.worker;

import dev.errand.simulator.Simulator;
import dev.errand.simulator.SimulatorOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The simulated provider behind the worker under test. */
public class SimulatedProvider implements QuarkusTestResourceLifecycleManager {

  private static Simulator simulator;

  /** The running one, for its counts. */
  static Simulator simulator() {
    return simulator;
  }

  @Override
  public Map<String, String> start() {
    simulator = Simulator.start(SimulatorOptions.anyPort());
    return Map.of("errand.providers.openai.base-url", simulator.baseUri().toString());
  }

  @Override
  public void stop() {
    simulator.close();
  }
}
