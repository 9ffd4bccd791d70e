package dev.errand.api.testing;

import java.util.Map;

/** A database that cannot be reached when the service starts. */
public class LateDatabase extends ProxiedDatabase {

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = super.start();
    network().refuse();
    return settings;
  }
}
