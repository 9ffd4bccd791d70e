package dev.errand.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** Errand's version from Maven, for every command's {@code --version}. */
public final class Version implements IVersionProvider {

  private static final String RESOURCE = "/dev/errand/local/version";

  @Override
  public String[] getVersion() {
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      return new String[] {
        "errand " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
