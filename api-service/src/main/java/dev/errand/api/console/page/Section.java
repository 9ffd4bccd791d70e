package dev.errand.api.console.page;

/** The parts of the console, as in its navigation. */
public enum Section {
  OVERVIEW("Overview", "/ui", "o"),
  JOBS("Jobs", "/ui/jobs", "j"),
  FAILURES("Failures", "/ui/failures", "f"),
  OPERATIONS("Operations", "/ui/operations", "p"),
  BATCHES("Batches", "/ui/batches", "b"),
  LANES("Lanes", "/ui/lanes", "l"),
  USAGE("Usage", "/ui/usage", "u"),
  KEYS("Keys", "/ui/keys", "k"),
  AUDIT("Audit", "/ui/audit", "a");

  private final String title;
  private final String path;
  private final String key;

  Section(String title, String path, String key) {
    this.title = title;
    this.path = path;
    this.key = key;
  }

  public String title() {
    return title;
  }

  public String path() {
    return path;
  }

  /** The key that leads to it, after g. */
  public String key() {
    return key;
  }

  /** Whether somebody has to manage keys to see it. */
  boolean isForManagers() {
    return this == KEYS || this == AUDIT;
  }
}
