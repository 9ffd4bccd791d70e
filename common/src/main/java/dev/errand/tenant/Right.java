package dev.errand.tenant;

/** What a caller may do. */
public enum Right {
  /** Submit jobs. */
  SUBMIT,
  /** Read, list, cancel, retry and delete the tenant's jobs. */
  READ,
  /** Manage the tenant's other resources. */
  MANAGE,
  /** Administer resources that all tenants share, such as lanes. */
  ADMIN
}
