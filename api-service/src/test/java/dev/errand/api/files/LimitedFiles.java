package dev.errand.api.files;

import dev.errand.api.testing.OpenAiService;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** A service whose limits of files a test can reach. */
public final class LimitedFiles implements QuarkusTestProfile {

  public static final int FILE = 1024 * 1024;
  public static final int TENANT = 3 * FILE / 2;
  public static final int TRANSFERS = 4;
  public static final int PART = FILE / 2;

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>(new OpenAiService().getConfigOverrides());
    config.put("errand.openai.files.limit", String.valueOf(FILE));
    config.put("errand.openai.files.tenant-limit", String.valueOf(TENANT));
    config.put("errand.openai.files.transfers", String.valueOf(TRANSFERS));
    config.put("errand.openai.uploads.part-limit", String.valueOf(PART));
    return config;
  }
}
