package dev.errand.simulator;

import dev.errand.simulator.fault.DirectiveReader;
import dev.errand.simulator.fault.Faults;

/**
 * The address and the default faults of a {@link Simulator}.
 *
 * @param port 0 means any free port
 * @param faults directives as in a model name without its {@code sim-}, such as {@code
 *     latency-1s-errorrate-5}; empty means none
 */
public record SimulatorOptions(String host, int port, String faults) {

  public static final String DEFAULT_HOST = "127.0.0.1";

  /** An unknown directive is an {@link IllegalArgumentException} that names the known ones. */
  public SimulatorOptions {
    DirectiveReader.read(faults, Faults.NONE);
  }

  /** Any free port of this machine's loopback address, no faults. */
  public static SimulatorOptions anyPort() {
    return new SimulatorOptions(DEFAULT_HOST, 0, "");
  }

  public SimulatorOptions withFaults(String directives) {
    return new SimulatorOptions(host, port, directives);
  }

  Faults defaultFaults() {
    return DirectiveReader.read(faults, Faults.NONE);
  }
}
