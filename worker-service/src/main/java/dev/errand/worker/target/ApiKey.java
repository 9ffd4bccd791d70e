package dev.errand.worker.target;

/** A provider's API key. Its text leaves this class only for a header and for redaction. */
public record ApiKey(String text) {

  /**
   * Creates a key from a configured value.
   *
   * @param setting its setting, for the message
   * @throws ConfigurationException if it cannot be the value of a header
   */
  static ApiKey of(String text, String setting) {
    HeaderRules.requireValue(text, setting);
    return new ApiKey(text);
  }

  /** Not the key, which must not get into a log by accident. */
  @Override
  public String toString() {
    return "ApiKey[...]";
  }
}
