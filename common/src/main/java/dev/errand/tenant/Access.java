package dev.errand.tenant;

/** How a caller gained access. */
public enum Access {
  /** Without a key, because the service requires none. */
  OPEN,
  /** With an API key. */
  KEY,
  /** With a token of the identity provider. */
  PERSON
}
