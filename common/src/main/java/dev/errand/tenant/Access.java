package dev.errand.tenant;

/** How a caller gained access. */
public enum Access {
  /** Without a key, because the service requires none. */
  OPEN
}
