package dev.errand.cli;

import dev.errand.cli.output.Screen;
import picocli.CommandLine.Command;

/** {@code errand version}. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Runnable {

  private final Screen screen;

  VersionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    screen.print(Version.text());
  }
}
