package dev.errand.worker.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Labels of tenants in metrics: names of the first tenants, and one for all others. */
final class TenantLabels {

  /** Not a tenant's name, which begins with a letter or a digit. */
  static final String OTHER = "_other";

  private final int most;
  private final Map<String, String> labels = new ConcurrentHashMap<>();

  /**
   * Creates labels.
   *
   * @param most how many tenants have a label of their own
   */
  TenantLabels(int most) {
    this.most = most;
  }

  /** The tenant's label; always the same. */
  String of(String tenant) {
    String known = labels.get(tenant);
    return known == null ? first(tenant) : known;
  }

  private synchronized String first(String tenant) {
    // Tenants without a label of their own are not kept: there may be any number of them.
    return labels.size() < most ? labels.computeIfAbsent(tenant, it -> it) : OTHER;
  }
}
