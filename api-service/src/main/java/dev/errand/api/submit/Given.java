package dev.errand.api.submit;

/**
 * What a reader found in the place of one value.
 *
 * @param <T> the type that is expected there
 */
sealed interface Given<T> {

  /** The value was left out. */
  record Nothing<T>() implements Given<T> {}

  /** A value of the type, unchecked. */
  record Value<T>(T value) implements Given<T> {}

  /**
   * Something of another type.
   *
   * @param what it is, for people: {@code a string}
   */
  record Other<T>(String what) implements Given<T> {}

  static <T> Given<T> nothing() {
    return new Nothing<>();
  }

  static <T> Given<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Given<T> other(String what) {
    return new Other<>(what);
  }

  /** Whether anything was found there. */
  default boolean isThere() {
    return !(this instanceof Nothing);
  }
}
