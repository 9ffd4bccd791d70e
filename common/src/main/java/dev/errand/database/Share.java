package dev.errand.database;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A share of the database for work that must not take connections from other work: fewer
 * connections at once, and less time for each statement. It holds for what a thread does inside.
 */
public final class Share {

  private static final ScopedValue<Share> CURRENT = ScopedValue.newInstance();

  private final Gate gate;
  private final Duration statement;

  /**
   * A share.
   *
   * @param connections how many statements may run at once
   * @param statement how long each may run; Postgres cancels it
   * @param patience how long the others wait for their turn
   */
  public Share(int connections, Duration statement, Duration patience) {
    this.gate = new Gate(connections, patience);
    this.statement = statement;
  }

  /** Does work with this share. */
  public <T, X extends Throwable> T within(ScopedValue.CallableOp<T, X> work) throws X {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** The share of this thread's work; empty if it may use everything. */
  static Optional<Share> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  <T> T pass(Supplier<T> work) {
    return gate.pass(work);
  }

  /** The shorter time. */
  Duration atMost(Duration usual) {
    return statement.compareTo(usual) < 0 ? statement : usual;
  }
}
