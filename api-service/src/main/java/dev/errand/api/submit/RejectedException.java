package dev.errand.api.submit;

import dev.errand.api.problem.Violation;
import java.util.List;

/** A submission was rejected; nothing was stored. Cheap: it has no stack trace. */
public final class RejectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient List<Violation> violations;

  /** The kind of error. */
  public enum Reason {
    /** It is not JSON, or not supported JSON. */
    MALFORMED,
    /** It is JSON but not a valid submission. */
    INVALID
  }

  private RejectedException(Reason reason, String message, List<Violation> violations) {
    super(message, null, false, false);
    this.reason = reason;
    this.violations = List.copyOf(violations);
  }

  static RejectedException malformed(String message) {
    return new RejectedException(Reason.MALFORMED, message, List.of());
  }

  static RejectedException invalid(List<Violation> violations) {
    return new RejectedException(Reason.INVALID, Violation.summary(violations), violations);
  }

  public Reason reason() {
    return reason;
  }

  /** Every error; empty if it is malformed. */
  public List<Violation> violations() {
    return violations;
  }
}
