package dev.errand.api.access;

/** Whose jobs a request is about: everybody's, until there are keys. */
public final class Tenant {

  /** The only one so far. */
  public static final String DEFAULT = "default";

  private Tenant() {}
}
