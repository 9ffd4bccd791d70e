package dev.errand.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables of other programs that the worker's application.properties reads. */
class VariablesTest {

  private static final Path SHIPPED = Path.of("src", "main", "resources", "application.properties");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Variables and their values; a setting and its resulting value.
        "-,                                      errand.worker.proxy.https,  -",
        "-,                                      errand.worker.proxy.http,   -",
        "-,                                      errand.worker.proxy.except, -",
        "HTTPS_PROXY=http://u:p%40x@s:1,         errand.worker.proxy.https,  http://u:p%40x@s:1",
        "https_proxy=s:1,                        errand.worker.proxy.https,  s:1",
        "https_proxy=small:1 HTTPS_PROXY=big:1,  errand.worker.proxy.https,  small:1",
        "HTTPS_PROXY=s:1,                        errand.worker.proxy.http,   -",
        "HTTP_PROXY=h:1,                         errand.worker.proxy.http,   h:1",
        "http_proxy=h:1,                         errand.worker.proxy.http,   h:1",
        "HTTP_PROXY=h:1,                         errand.worker.proxy.https,  -",
        "ALL_PROXY=a:1 HTTPS_PROXY=s:1,          errand.worker.proxy.https,  s:1",
        "ALL_PROXY=a:1 HTTPS_PROXY=s:1,          errand.worker.proxy.http,   a:1",
        "all_proxy=a:1,                          errand.worker.proxy.https,  a:1",
        "HTTPS_PROXY=s:1 ERRAND_WORKER_PROXY_HTTPS=none, errand.worker.proxy.https, none",
        "NO_PROXY=.a;10.0.0.0/8,                 errand.worker.proxy.except, .a;10.0.0.0/8",
        "no_proxy=small NO_PROXY=big,            errand.worker.proxy.except, small",
        "OPENAI_ORG_ID=org-1,                    errand.providers.openai.organization, org-1",
        "OPENAI_PROJECT_ID=proj_1,               errand.providers.openai.project, proj_1",
        "-,                                      errand.providers.openai.organization, -",
        "OPENAI_API_KEY=k-1;k-2,                 errand.providers.openai.api-key, k-1;k-2",
        "OPENAI_BASE_URL=http://h/v1,            errand.providers.openai.base-url, http://h/v1",
      })
  void aVariableIsASetting(String variables, String setting, String value) throws IOException {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables == null ? new String[0] : variables.split(" ")) {
      String[] pair = variable.split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                new EnvConfigSource(environment, 300),
                new PropertiesConfigSource(SHIPPED.toUri().toURL(), 250))
            .build();

    assertEquals(value, config.getOptionalValue(setting, String.class).orElse(null));
  }
}
