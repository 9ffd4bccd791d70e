package dev.errand.local.part;

/** Why a run ends. */
public sealed interface Ending {
  int exitCode();

  /** It was requested, by Ctrl-C or the signal TERM. */
  record Asked() implements Ending {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /** A part failed, and the rest is useless without it. */
  record Failed(String name, String why, PartLog log) implements Ending {
    @Override
    public int exitCode() {
      return 1;
    }
  }
}
