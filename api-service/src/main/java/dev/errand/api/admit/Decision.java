package dev.errand.api.admit;

/**
 * What {@link Admission} decided.
 *
 * @param <T> what the caller gets if it is allowed
 */
public sealed interface Decision<T> {

  /** The caller may, and this is what came of it. */
  record Allowed<T>(T value) implements Decision<T> {}

  /** The caller may not, or not now; nothing was done. */
  record Denied<T>(Denial denial) implements Decision<T> {}
}
