package dev.errand.tenant;

/** What a caller may do. */
public enum Right {
  /** Submit jobs. */
  SUBMIT,
  /** Read, list, cancel, retry and delete the tenant's jobs. */
  READ,
  /** Manage what the tenant owns besides jobs. */
  MANAGE,
  /** Administer what all tenants share, such as lanes. */
  ADMIN
}
