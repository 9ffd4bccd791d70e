package dev.errand.api.ndjson;

/** JSON without line breaks. */
public final class OneLine {

  private OneLine() {}

  /**
   * The same JSON in one line, which may be the same array. Line breaks occur in JSON between
   * tokens only, where a space is as good.
   */
  public static byte[] of(byte[] json) {
    byte[] copy = null;
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        copy = copy == null ? json.clone() : copy;
        copy[i] = ' ';
      }
    }
    return copy == null ? json : copy;
  }
}
