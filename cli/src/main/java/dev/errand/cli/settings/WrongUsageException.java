package dev.errand.cli.settings;

/** The command can't be carried out as it was typed or configured; its message says what to do. */
public final class WrongUsageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public WrongUsageException(String message) {
    super(message);
  }
}
