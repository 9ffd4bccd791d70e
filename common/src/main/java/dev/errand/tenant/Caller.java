package dev.errand.tenant;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request. Every read and every move for a client takes a caller and is limited to the
 * caller's tenant: another tenant's job does not exist for it.
 *
 * @param tenant whose jobs the caller sees and moves
 * @param access how the caller gained access
 * @param name who it is, for the audit log and for logs: never a secret
 * @param key the id of the recorded key that the request came with; empty for all others
 * @param rights what the caller may do
 * @param limits how much the caller may do
 */
public record Caller(
    String tenant,
    Access access,
    String name,
    Optional<String> key,
    Set<Right> rights,
    Limits limits) {

  /** The tenant of a service without keys; always there. */
  public static final String DEFAULT_TENANT = "default";

  private static final Caller OPEN =
      new Caller(DEFAULT_TENANT, Access.OPEN, "open", EnumSet.allOf(Right.class), Limits.NONE);

  public Caller {
    if (tenant.isBlank()) {
      throw new IllegalArgumentException("a caller needs a tenant");
    }
    Objects.requireNonNull(access);
    Objects.requireNonNull(limits);
    rights = Set.copyOf(rights);
  }

  /** A caller without a recorded key. */
  public Caller(String tenant, Access access, String name, Set<Right> rights, Limits limits) {
    this(tenant, access, name, Optional.empty(), rights, limits);
  }

  /** The one caller of a service without keys: the default tenant, with every right, unlimited. */
  public static Caller open() {
    return OPEN;
  }

  /** Whether the caller may do that; who may administer may do everything. */
  public boolean may(Right right) {
    return rights.contains(right) || rights.contains(Right.ADMIN);
  }
}
