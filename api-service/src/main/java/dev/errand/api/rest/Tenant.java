package dev.errand.api.rest;

/** Whose jobs a request is about: everybody's, until there are keys. */
final class Tenant {

  /** The only one so far. */
  static final String DEFAULT = "default";

  private Tenant() {}
}
