package dev.errand.cli;

import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.cli.service.GlobalOptions;
import dev.errand.cli.settings.WrongUsageException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code errand open}: the console in a browser. */
@Command(name = "open", description = "Open the console, a job or a batch in a browser.")
final class OpenCommand implements Callable<Integer> {

  private static final Pattern JOB =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
  private static final Pattern BATCH = Pattern.compile("batch_[0-9a-zA-Z]+");

  private final GlobalOptions options;

  @Parameters(paramLabel = "ID", arity = "0..1", description = "A job or a batch.")
  private Optional<String> id = Optional.empty();

  OpenCommand(GlobalOptions options) {
    this.options = options;
  }

  /** Prints the address in any case: there may be no browser here. */
  @Override
  public Integer call() {
    Screen screen = options.screen();
    URI service = options.connect().url();
    String address = service.toString().replaceAll("/+$", "") + "/ui" + page();
    screen.print(address);
    if (!start(address)) {
      screen.say("No browser was found; set BROWSER, or open the address yourself.");
    }
    return ExitCode.OK;
  }

  private String page() {
    if (id.isEmpty()) {
      return "";
    }
    String text = id.get();
    if (JOB.matcher(text).matches()) {
      return "/jobs/" + text;
    }
    if (BATCH.matcher(text).matches()) {
      return "/batches/" + text;
    }
    throw new WrongUsageException("'%s' is the id of neither a job nor a batch".formatted(text));
  }

  private boolean start(String address) {
    try {
      new ProcessBuilder(browser(address))
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private List<String> browser(String address) {
    Optional<String> chosen = options.environment().variable("BROWSER");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (chosen.isPresent()) {
      return List.of(chosen.get(), address);
    }
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", address);
    }
    return List.of(system.startsWith("mac") ? "open" : "xdg-open", address);
  }
}
