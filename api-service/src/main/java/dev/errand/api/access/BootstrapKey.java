package dev.errand.api.access;

import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Right;
import dev.errand.text.Sha256;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The first admin key, which is configured instead of recorded. */
@ApplicationScoped
class BootstrapKey {

  private static final String SETTING = "errand.access.bootstrap-key";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{32,255}");

  private final Optional<byte[]> hash;

  @Inject
  BootstrapKey(AccessConfig config) {
    if (config.bootstrapKey().isPresent() && config.bootstrapKeyFile().isPresent()) {
      throw new ConfigurationException("set either %s or %s-file".formatted(SETTING, SETTING));
    }
    this.hash =
        config
            .bootstrapKey()
            .or(() -> config.bootstrapKeyFile().map(BootstrapKey::content))
            .map(BootstrapKey::checked)
            .map(Sha256::of);
  }

  boolean isConfigured() {
    return hash.isPresent();
  }

  /** Whether a credential is this key. Takes constant time. */
  boolean is(String credential) {
    return hash.isPresent() && MessageDigest.isEqual(hash.get(), Sha256.of(credential));
  }

  /**
   * What a session of it is recorded with: its hash alone could be tried out, if it is a weak one.
   */
  byte[] proof(String token) {
    return Sha256.of(
        token
            + HexFormat.of().formatHex(hash.orElseThrow(() -> new IllegalStateException("none"))));
  }

  /** Who is signed in with it. */
  Caller caller(String token, byte[] proof) {
    if (hash.isEmpty() || !MessageDigest.isEqual(proof(token), proof)) {
      throw new RejectedKeyException(RejectedKeyException.Reason.UNKNOWN);
    }
    return caller();
  }

  /** Who makes requests with it. */
  Caller caller() {
    return new Caller(
        Caller.DEFAULT_TENANT,
        Access.KEY,
        "key:bootstrap",
        EnumSet.allOf(Right.class),
        Limits.NONE);
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s-file names %s, which cannot be read: %s".formatted(SETTING, file, e.getMessage()), e);
    }
  }

  private static String checked(String key) {
    if (!FORM.matcher(key).matches()) {
      throw new ConfigurationException(
          SETTING
              + " must have 32 to 255 visible ASCII characters, such as from: openssl rand -hex 32");
    }
    return key;
  }
}
