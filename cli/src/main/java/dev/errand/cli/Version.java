package dev.errand.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Errand's version from Maven, for every verb's {@code --version}. */
final class Version implements IVersionProvider {

  private static final String RESOURCE = "/dev/errand/cli/version";

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream(RESOURCE))) {
      return "errand " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
