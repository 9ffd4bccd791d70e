package dev.errand.worker.target;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A key to a provider. Its text leaves this class only for a header, and for redaction. */
public record ApiKey(String text) {

  /**
   * Takes a key as it was configured.
   *
   * @param setting its setting, for the message
   * @throws ConfigurationException where it can't be the value of a header
   */
  static ApiKey of(String text, String setting) {
    HeaderRules.requireValue(text, setting);
    return new ApiKey(text);
  }

  /** Not the key: it must not get into a log by chance. */
  @Override
  public String toString() {
    return "ApiKey[...]";
  }
}
