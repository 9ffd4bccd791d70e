package dev.errand.broker;

/** A broker that Errand can run on: a bean of its adapter, which creates publisher and source. */
public interface Broker {

  /** The kind of broker. */
  BrokerKind kind();

  /**
   * Called once at startup, if this is the configured broker.
   *
   * @throws io.quarkus.runtime.configuration.ConfigurationException if its configuration is wrong
   */
  default void check() {}

  /** Creates a publisher. */
  HintPublisher publisher();

  /** Creates a source. */
  HintSource source();
}
