package dev.errand.broker;

/** One broker that Errand can run on: a bean of its adapter, which makes the two sides. */
public interface Broker {

  /** Which one it is. */
  BrokerKind kind();

  /**
   * Called once, at the start, if this is the broker to use.
   *
   * @throws io.quarkus.runtime.configuration.ConfigurationException if its configuration is wrong
   */
  default void check() {}

  /** A new publisher. */
  HintPublisher publisher();

  /** A new source. */
  HintSource source();
}
