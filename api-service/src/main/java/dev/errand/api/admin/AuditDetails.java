package dev.errand.api.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The details of an audit entry, in their order. What has no value is left out. */
public final class AuditDetails {

  private final Map<String, String> details = new LinkedHashMap<>();

  /** Adds a detail. */
  public AuditDetails with(String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value.toString());
    }
    return this;
  }

  /** As they are recorded. */
  public Map<String, String> map() {
    return details;
  }
}
