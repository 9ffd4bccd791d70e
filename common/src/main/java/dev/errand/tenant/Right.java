package dev.errand.tenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; a key's roles are named after them. */
public enum Right {
  /** Submit, cancel, retry and delete jobs; upload and delete files. */
  SUBMIT,
  /** Read and list the tenant's jobs and files, and the lanes. */
  READ,
  /** Read what was submitted, the prompts; each time is recorded in the audit log. */
  CONTENT,
  /** Manage the tenant's keys, and read its audit log. */
  MANAGE,
  /**
   * Administer tenants, everybody's keys and what all share, such as lanes; includes the others.
   */
  ADMIN;

  /** As in roles. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The right of a role; empty if there is none with this name. */
  public static Optional<Right> of(String role) {
    return Arrays.stream(values()).filter(right -> right.text().equals(role)).findFirst();
  }
}
