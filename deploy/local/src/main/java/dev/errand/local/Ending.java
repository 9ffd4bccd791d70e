package dev.errand.local;

/** Why a run ends. */
sealed interface Ending {
  int exitCode();

  /** Somebody asked for it: Ctrl-C, or the signal TERM. */
  record Asked() implements Ending {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /** A part failed, and the rest is no use without it. */
  record Failed(String name, String why, PartLog log) implements Ending {
    @Override
    public int exitCode() {
      return 1;
    }
  }
}
