package dev.errand.api.s3;

import dev.errand.rig.S3Server;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An S3 server for the files of the tested service, which a test may kill. */
public class S3Resource implements QuarkusTestResourceLifecycleManager {

  private S3Server server;

  @Override
  public Map<String, String> start() {
    try {
      server = S3Server.start(Files.createTempDirectory(Path.of("target"), "s3"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "errand.openai.files.store", "s3",
        "errand.openai.files.s3.endpoint", server.endpoint(),
        "errand.openai.files.s3.bucket", S3Server.BUCKET,
        "errand.openai.files.s3.access-key", S3Server.ACCESS_KEY,
        "errand.openai.files.s3.secret-key", S3Server.SECRET_KEY);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(server, new TestInjector.MatchesType(S3Server.class));
  }

  @Override
  public void stop() {
    server.close();
  }
}
