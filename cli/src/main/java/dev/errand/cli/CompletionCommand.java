package dev.errand.cli;

import dev.errand.cli.output.Screen;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand completion}: what a shell needs to complete verbs and options. */
@Command(
    name = "completion",
    description = "Print a completion script for a shell: source <(errand completion)")
final class CompletionCommand implements Runnable {

  /** The shells that can read it. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Screen screen;

  @Parameters(
      arity = "0..1",
      defaultValue = "bash",
      description = "bash (default), zsh, which reads the same script, or fish.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    screen.print(
        shell == Shell.FISH
            ? FishCompletion.of(spec.root())
            : AutoComplete.bash("errand", spec.root().commandLine()));
  }
}
