package dev.errand.cli.output;

/** Nobody reads the standard output any more, as after {@code errand list | head}. */
public final class OutputClosedException extends RuntimeException {

  private static final long serialVersionUID = 1;
}
