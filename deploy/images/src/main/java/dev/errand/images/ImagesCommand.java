package dev.errand.images;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The Java side of {@code deploy/docker/assemble.sh}. */
@Command(
    name = "images",
    subcommands = {TrainCommand.class, MeasureCommand.class})
public final class ImagesCommand {

  private ImagesCommand() {}

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ImagesCommand()).execute(args));
  }
}
