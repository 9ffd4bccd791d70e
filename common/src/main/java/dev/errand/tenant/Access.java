package dev.errand.tenant;

/** How a caller came in. */
public enum Access {
  /** Without a key, because the service asks for none. */
  OPEN
}
