package dev.errand.api.admit;

/**
 * A decision of {@link Admission}.
 *
 * @param <T> what the caller gets if it is allowed
 */
public sealed interface Decision<T> {

  /** The caller may submit; contains the result. */
  record Allowed<T>(T value) implements Decision<T> {}

  /** The caller may not submit, or not now; nothing was done. */
  record Denied<T>(Denial denial) implements Decision<T> {}
}
