package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.RequestOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  private static final String P = "errand.providers.p.";
  private static final String URL = "https://llm.example.com/v1";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Settings: key-header, key-scheme; then the header and its value.
        "-,             -,       Authorization, Bearer k-1",
        "Authorization, Token,   Authorization, Token k-1",
        "Authorization, Api-Key, Authorization, Api-Key k-1",
        "authorization, -,       Authorization, Bearer k-1",
        "authorization, none,    Authorization, k-1",
        "api-key,       -,       api-key,       k-1",
        "x-api-key,     -,       X-Api-Key,     k-1",
        "x-goog-api-key, -,      x-goog-api-key, k-1",
        "X-Token,       Key,     X-Token,       Key k-1",
      })
  void theKeyGoesIntoTheProvidersHeader(String header, String scheme, String sent, String value) {
    RequestOptions request = request(settings("key-header", header, "key-scheme", scheme), "k-1");

    assertEquals(value, request.getHeaders().get(sent));
    assertEquals(sent.equals("Authorization"), request.getHeaders().contains("Authorization"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:pass@my_vllm:8000/v1, Basic dXNlcjpwYXNz",
    "https://user:p%40ss@llm.example.com/v1, Basic dXNlcjpwQHNz"
  })
  void aUserInTheUrlIsSentAsBasicAuthenticationEvenWithAKey(String url, String sent) {
    TestedConfig config = new TestedConfig(url, Map.of());
    ExtraHeaders none = ExtraHeaders.of(Map.of(), "lane.");
    Target target = new Target("p", config.provider(), config.worker(), none);

    RequestOptions request =
        target.request(job(Endpoint.RESPONSES), Optional.of(new ApiKey("k-1")));

    assertEquals(sent, request.getHeaders().get("Authorization"));
    assertTrue(target.secrets().contains(sent));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void onlyAProviderThatIsToldSoLearnsTheTrace(String traceContext) {
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("congo", "t61").build());
    Map<String, String> settings = settings("trace-context", traceContext);
    try (Scope _ = Span.wrap(span).makeCurrent()) {
      MultiMap headers = request(settings, "k-1").getHeaders();

      boolean sent = Boolean.parseBoolean(traceContext);
      assertEquals(
          sent ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" : null,
          headers.get("traceparent"));
      assertEquals(sent ? "congo=t61" : null, headers.get("tracestate"));
    }
    assertFalse(request(settings, "k-1").getHeaders().contains("traceparent"));
  }

  @Test
  void theKeyIsNotSentIfTheProviderNeedsNone() {
    RequestOptions request = request(settings("key-header", "none"), "k-1");

    assertFalse(request.getHeaders().toString().contains("k-1"), request.getHeaders()::toString);
  }

  @Test
  void extraHeadersGoWithEachCallAndTheLanesStandBeforeTheProviders() {
    ExtraHeaders lane =
        ExtraHeaders.of(
            Map.of("X-Team", Optional.of("lane"), "x-project", Optional.of("7")), "lane.");
    TestedConfig config =
        new TestedConfig(
            URL,
            settings(
                "headers.X-Team", "all",
                "headers.HTTP-Referer", "https://errand.example",
                "headers.User-Agent", "mine/1",
                "headers.X-Empty", ""));
    Target target = new Target("p", config.provider(), config.worker(), lane);

    RequestOptions request = target.request(job(Endpoint.RESPONSES), Optional.empty());

    assertEquals("lane", request.getHeaders().get("X-Team"));
    assertEquals("7", request.getHeaders().get("X-Project"));
    assertEquals("https://errand.example", request.getHeaders().get("HTTP-Referer"));
    assertEquals("mine/1", request.getHeaders().get("User-Agent"));
    assertFalse(request.getHeaders().contains("X-Empty"));
    assertEquals(1, request.getHeaders().getAll("X-Team").size());
    assertTrue(target.secrets().contains("https://errand.example"));
  }

  @Test
  void aVariablesNameHasDotsForDashes() {
    RequestOptions request =
        request(settings("headers.http.referer", "r", "query.api.version", "7"), "k");

    assertEquals("r", request.getHeaders().get("HTTP-Referer"));
    assertEquals("/v1/responses?api-version=7", request.getURI());
  }

  @Test
  void organizationAndProjectAreSentAsOpenAiExpectsThem() {
    RequestOptions request = request(settings("organization", "org-1", "project", "proj_2"), "k-1");

    assertEquals("org-1", request.getHeaders().get("OpenAI-Organization"));
    assertEquals("proj_2", request.getHeaders().get("OpenAI-Project"));
    assertNull(request(settings("organization", ""), "k").getHeaders().get("OpenAI-Organization"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/v1,           api-version, 2024-10-21,  /v1/responses?api-version=2024-10-21",
    "https://h/v1/,          api-version, preview,     /v1/responses?api-version=preview",
    "https://h/v1?a=1,       b,           2,           /v1/responses?a=1&b=2",
    "https://h,              q,           'a b&c=d/é', /responses?q=a%20b%26c%3Dd%2F%C3%A9",
    "https://h/openai/deployments/my-gpt, api-version, 2024-10-21, "
        + "/openai/deployments/my-gpt/responses?api-version=2024-10-21",
  })
  void queryParametersAreEncodedBehindThoseOfTheBaseUrl(
      String url, String name, String value, String uri) {
    Target target = target(new TestedConfig(url, settings("query." + name, value)));

    assertEquals(uri, target.request(job(Endpoint.RESPONSES), Optional.empty()).getURI());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-length",
        "Transfer-Encoding",
        "CONNECTION",
        "Upgrade",
        "TE",
        "Expect",
        "Proxy-Authorization",
        "Keep-Alive",
        "Trailer"
      })
  void framingHeadersCannotBeSet(String name) {
    assertRefused(settings("headers." + name, "x"), P + "headers." + name + ": Errand sets");
    assertRefused(settings("key-header", name), P + "key-header: Errand sets the header " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X Y", "X:Y", "Ключ", "X\tY", "X/Y"})
  void anInvalidNameIsRejected(String name) {
    assertRefused(settings("headers." + name, "x"), "is not a valid header name");
    assertRefused(settings("key-header", name), "is not a valid header name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret\r\nX-Injected: 1",
        "secret\nmore",
        "secret\rmore",
        "secret\tmore",
        "secret\0",
        "secret\u00e9",
        "secret\u2028",
        "secret\u007f"
      })
  void anInvalidValueIsRejectedAndNotShown(String value) {
    for (String key : new String[] {"headers.X-A", "organization", "project", "key-scheme"}) {
      assertRefused(settings(key, value), P + key + " can't be sent in a header: character 7");
    }
  }

  @Test
  void aKeyWithSeveralLinesIsRejectedAndNotShown() {
    String message =
        assertThrows(ConfigurationException.class, () -> ApiKey.of("secret\nsecret", P + "api-key"))
            .getMessage();

    assertTrue(message.startsWith(P + "api-key can't be sent"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void aKeyIsNotShownByAccident() {
    assertEquals("ApiKey[...]", new ApiKey("sk-secret").toString());
  }

  @Test
  void oneNameIsSetOnce() {
    assertRefused(settings("headers.X-A", "1", "headers.x-a", "2"), "is set already");
    assertRefused(settings("headers.authorization", "Bearer x"), "key-header=none");
    assertRefused(settings("key-header", "api-key", "headers.Api-Key", "x"), "key-header=none");
    String twice = "https://h/v1?api-version=1";
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> target(new TestedConfig(twice, settings("query.api-version", "2"))))
            .getMessage();
    assertTrue(message.startsWith(P + "query.api-version: base-url has"), message);
  }

  private static void assertRefused(Map<String, String> settings, String begin) {
    String message =
        assertThrows(ConfigurationException.class, () -> target(new TestedConfig(URL, settings)))
            .getMessage();
    assertTrue(message.contains(begin), message);
    assertFalse(message.contains("secret"), message);
    assertFalse(message.contains("\n"), message);
  }

  private static RequestOptions request(Map<String, String> settings, String key) {
    return target(new TestedConfig(URL, settings))
        .request(job(Endpoint.RESPONSES), Optional.of(new ApiKey(key)));
  }

  private static Target target(TestedConfig config) {
    return new Target("p", config.provider(), config.worker(), ExtraHeaders.NONE);
  }

  /** Alternating keys and values; pairs with a null value are omitted. */
  private static Map<String, String> settings(String... keysAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        settings.put(P + keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return settings;
  }

  private static ClaimedJob job(Endpoint endpoint) {
    return new ClaimedJob(
        new Lease(UUID.randomUUID(), 1),
        1,
        "l",
        0,
        1,
        Optional.empty(),
        OnLost.RETRY,
        endpoint,
        "m",
        new byte[0]);
  }
}
