package dev.errand.cli.jobs;

import dev.errand.cli.jobs.FilteredAction.Consent;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.Explanation;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.WrongUsageException;
import dev.errand.client.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code errand cancel}, {@code retry} and {@code delete}: does one thing to several jobs. */
@Command(sortOptions = false)
public final class ActionCommand implements Callable<Integer> {

  private final GlobalOptions options;
  private final Action action;
  private final FilteredAction all;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The jobs; or use a filter.")
  private List<UUID> ids = List.of();

  @Mixin private JobFilter filter = new JobFilter();

  @ArgGroup(exclusive = false, heading = "With a filter:%n")
  private Consent consent = new Consent();

  private ActionCommand(GlobalOptions options, InputStream in, CtrlC interruption, Action action) {
    this.options = options;
    this.action = action;
    this.all = new FilteredAction(options, in, interruption);
  }

  /** The verb for an action. */
  public static CommandLine of(
      Action action, GlobalOptions options, InputStream in, CtrlC interruption) {
    CommandLine command = new CommandLine(new ActionCommand(options, in, interruption, action));
    command.getCommandSpec().usageMessage().description(action.description());
    return command;
  }

  @Override
  public Integer call() throws IOException {
    if (ids.isEmpty() == filter.isEmpty()) {
      throw new WrongUsageException(
          "name the jobs by their ids, or by a filter such as --state failed --since 12h");
    }
    return ids.isEmpty() ? all.run(action.all(), filter, consent) : each(options.screen());
  }

  private int each(Screen screen) {
    Connection errand = options.connect();
    int code = ExitCode.OK;
    int count = 0;
    for (UUID id : ids) {
      try {
        act(errand, id);
        count++;
      } catch (ProblemException e) {
        screen.complain(id + ": " + Explanation.of(e));
        code = code == ExitCode.OK ? ExitCode.of(e) : code;
      }
    }
    screen.print("%d of %d %s".formatted(count, ids.size(), action.all().done()));
    return code;
  }

  private void act(Connection errand, UUID id) {
    if (action.isRepeatable()) {
      errand.ask(client -> action.one(client, id));
    } else {
      errand.once(client -> action.one(client, id));
    }
  }
}
