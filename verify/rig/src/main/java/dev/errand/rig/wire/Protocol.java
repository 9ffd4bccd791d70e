package dev.errand.rig.wire;

import java.util.function.Supplier;

/** The protocol of a proxied connection. */
public enum Protocol {
  /** Frontend/backend protocol 3.0, in plain text: {@code sslmode=disable&gssEncMode=disable}. */
  POSTGRES(PostgresClientWire::new, PostgresServerWire::new),
  /** AMQP 0-9-1, in plain text. */
  AMQP(AmqpClientWire::new, AmqpWire::new),
  /** Any other protocol, byte for byte: nothing can be halted. */
  BYTES(BytesWire::new, BytesWire::new);

  private final Supplier<Wire> fromClient;
  private final Supplier<Wire> fromServer;

  Protocol(Supplier<Wire> fromClient, Supplier<Wire> fromServer) {
    this.fromClient = fromClient;
    this.fromServer = fromServer;
  }

  Wire fromClient() {
    return fromClient.get();
  }

  Wire fromServer() {
    return fromServer.get();
  }
}
