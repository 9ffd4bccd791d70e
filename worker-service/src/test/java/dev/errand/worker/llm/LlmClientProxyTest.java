package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.ANSWER;
import static dev.errand.worker.llm.ScriptedProvider.BODY;
import static dev.errand.worker.llm.ScriptedProvider.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Failure;
import dev.errand.process.TlsBuckets;
import dev.errand.rig.FreePorts;
import dev.errand.testing.Authority;
import dev.errand.testing.Authority.Issued;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through real proxies, Squid with a password and Tinyproxy, to servers on this machine. */
class LlmClientProxyTest {

  private static RealProxy squid;
  private static RealProxy tinyproxy;

  @TempDir static Path folder;
  private static Authority authority;

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void start() {
    squid = RealProxy.squid();
    tinyproxy = RealProxy.tinyproxy();
    authority = new Authority(folder);
  }

  @AfterAll
  static void stop() {
    squid.close();
    tinyproxy.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void plainCallsGoThroughTheProxyOneAfterTheOther(boolean withPassword) {
    int port = serve();
    LlmClient client = client("http://localhost:%d/v1".formatted(port), proxy(withPassword));

    for (int i = 0; i < 10; i++) {
      Answered answered = assertInstanceOf(Answered.class, provider.call(client));
      assertEquals(ANSWER, new String(answered.body(), StandardCharsets.UTF_8));
    }

    assertEquals("POST /v1/chat/completions", provider.seen.getFirst());
    assertEquals(Set.of("localhost:" + port), hosts);
    assertEquals(new String(BODY), provider.bodies.getFirst().toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void secureCallsGoThroughATunnelToAServerThatRequiresACertificate(boolean withPassword) {
    int port = serveSecurely("localhost");
    Map<String, String> settings = new HashMap<>(proxy(withPassword));
    settings.put("errand.providers.p.rest", "0S");
    LlmClient client = client("https://localhost:%d/v1".formatted(port), settings);

    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Answered.class, provider.call(client));
    }

    assertEquals(1, provider.connections.get());
    assertEquals(Set.of("localhost:" + port), hosts);
  }

  /** So only the proxy needs to resolve the name, and the certificate is checked against it. */
  @Test
  void theProxyResolvesTheNameAndTheServerGetsIt() {
    int port = serveSecurely(RealProxy.HOST);
    String url = "https://%s:%d/v1".formatted(RealProxy.HOST, port);

    assertInstanceOf(Answered.class, provider.call(client(url, byVariable("https"))));

    assertEquals(Set.of(RealProxy.HOST + ":" + port), hosts);
    assertInstanceOf(NotSent.class, provider.call(client(url, Map.of())));
  }

  @Test
  void plainCallsUseTheVariableForHttp() {
    int port = serve();
    String url = "http://%s:%d/v1".formatted(RealProxy.HOST, port);

    assertInstanceOf(Answered.class, provider.call(client(url, byVariable("http"))));

    Map<String, String> direct = new HashMap<>(byVariable("http"));
    direct.put("errand.worker.proxy.except", "errand.test");
    assertInstanceOf(NotSent.class, provider.call(client(url, direct)));
  }

  @Test
  void aCertificateOfAnotherNameIsRejectedBehindAProxyToo() {
    int port = serveSecurely("other.example");

    NotSent notSent =
        assertInstanceOf(
            NotSent.class,
            provider.call(client("https://localhost:%d/v1".formatted(port), proxy(true))));

    assertTrue(notSent.failure().message().contains("localhost"), notSent.failure().message());
    assertTrue(provider.seen.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    // The scheme of the provider, the login, and what Squid answers.
    "https, '',                     407",
    "https, me%40errand:wrong@,     407",
    "http,  '',                     407",
    "http,  me%40errand:wrong@,     407",
    "http,  stranger@,              407",
  })
  void aProxyThatRejectsThePasswordSentNothingAndIsNamed(
      String scheme, String login, String status) {
    int port = scheme.equals("https") ? serveSecurely("localhost") : serve();
    String proxy = "http://%slocalhost:%d".formatted(login, squid.port());
    String url = "%s://localhost:%d/v1".formatted(scheme, port);

    LlmOutcome outcome = provider.call(client(url, Map.of("errand.providers.p.proxy", proxy)));

    assertNotSent(outcome, status, "localhost:" + squid.port());
    assertTrue(provider.seen.isEmpty());
  }

  @Test
  void aTunnelThatIsForbiddenOrLeadsNowhereSentNothingAndTheProxyIsNamed() {
    assertNotSent(
        provider.call(client("https://localhost:9/v1", proxy(true))),
        "403",
        "localhost:" + squid.port());
    String nowhere = "https://localhost:%d/v1".formatted(FreePorts.next());
    assertNotSent(provider.call(client(nowhere, proxy(true))), "503", "localhost:" + squid.port());
    assertNotSent(
        provider.call(client(nowhere, proxy(false))),
        "status: 50",
        "localhost:" + tinyproxy.port());
    assertNotSent(
        provider.call(client("https://unknown.invalid/v1", proxy(true))),
        "status: 50",
        "localhost:" + squid.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void anUnreachableProxyIsNamed(String scheme) {
    String away = "http://localhost:" + FreePorts.next();
    String url = scheme + "://localhost:1/v1";

    LlmOutcome outcome = provider.call(client(url, Map.of("errand.providers.p.proxy", away)));

    assertNotSent(outcome, "through the proxy", away.substring("http://".length()));
  }

  @Test
  void anUnresponsiveProxyIsAbandonedInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      String proxy = "http://localhost:" + silent.getLocalPort();
      LlmClient client =
          client(
              "https://localhost:1/v1",
              Map.of(
                  "errand.providers.p.proxy", proxy, "errand.providers.p.connect-timeout", "0.5S"));

      assertNotSent(provider.call(client), "timeout", "localhost:" + silent.getLocalPort());
    }
  }

  @Test
  void anAbortClosesTheTunnel() {
    int port = serveSecurely("localhost", false);
    LlmCall call = provider.begin(client("https://localhost:%d/v1".formatted(port), proxy(true)));
    await().atMost(SOON).until(() -> provider.seen.size() == 1);

    call.abort();

    assertInstanceOf(Aborted.class, call.await(SOON));
    await().atMost(SOON).until(() -> provider.closed.get() == 1);
  }

  @Test
  void manyConcurrentCallsGoThroughTheProxy() {
    int port = serveSecurely("localhost");
    LlmClient client = client("https://localhost:%d/v1".formatted(port), proxy(true));
    List<LlmCall> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(provider.begin(client));
    }

    calls.forEach(call -> assertInstanceOf(Answered.class, call.await(SOON)));
  }

  private static void assertNotSent(LlmOutcome outcome, String why, String proxy) {
    NotSent notSent = assertInstanceOf(NotSent.class, outcome);
    String message = notSent.failure().message();
    assertEquals(Failure.Type.UNREACHABLE, notSent.failure().type());
    assertTrue(message.contains(why), message);
    assertTrue(message.contains("(through the proxy " + proxy + ")"), message);
    assertFalse(message.contains("wrong") || message.contains(RealProxy.PASSWORD), message);
  }

  private static Map<String, String> proxy(boolean withPassword) {
    String proxy =
        withPassword
            ? "http://%s@localhost:%d".formatted(RealProxy.ENCODED_LOGIN, squid.port())
            : "localhost:" + tinyproxy.port();
    return Map.of("errand.providers.p.proxy", proxy);
  }

  private static Map<String, String> byVariable(String scheme) {
    return Map.of(
        "errand.worker.proxy." + scheme,
        "http://%s@127.0.0.1:%d".formatted(RealProxy.ENCODED_LOGIN, squid.port()));
  }

  private int serve() {
    return provider.serve(
        (request, response) -> {
          hosts.add(request.authority().toString());
          response.end(ANSWER);
        });
  }

  private int serveSecurely(String name) {
    return serveSecurely(name, true);
  }

  /** It requires client certificates, and accepts only its own host name. */
  private int serveSecurely(String name, boolean answers) {
    Issued own = authority.issue(name);
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setSni(true)
            .setKeyCertOptions(pem(own))
            .setTrustOptions(trust())
            .setClientAuth(ClientAuth.REQUIRED);
    return provider.serve(
        options,
        (request, response) -> {
          hosts.add(request.authority().toString());
          if (answers) {
            response.end(ANSWER);
          }
        });
  }

  private LlmClient client(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    if (url.startsWith("https:")) {
      all.put("errand.providers.p.tls", "private");
    }
    return new TestedConfig(url, all).client(provider.vertx, new TlsBuckets(new OneBucket()));
  }

  private static KeyCertOptions pem(Issued issued) {
    return new PemKeyCertOptions()
        .setCertPath(issued.certificate().toString())
        .setKeyPath(issued.key().toString());
  }

  private static TrustOptions trust() {
    return new PemTrustOptions().addCertPath(authority.certificate().toString());
  }

  /** Trusts only the tests' CA, and presents a certificate. */
  private static final class Private extends BaseTlsConfiguration {

    private final KeyCertOptions own = pem(authority.issue("client"));

    @Override
    public KeyCertOptions getKeyStoreOptions() {
      return own;
    }

    @Override
    public TrustOptions getTrustStoreOptions() {
      return trust();
    }

    @Override
    public SSLOptions getSSLOptions() {
      return new SSLOptions().setKeyCertOptions(own).setTrustOptions(trust());
    }

    @Override
    public Optional<String> getHostnameVerificationAlgorithm() {
      return Optional.of("HTTPS");
    }
  }

  private static final class OneBucket implements TlsConfigurationRegistry {

    @Override
    public Optional<TlsConfiguration> get(String name) {
      return Optional.of(new Private());
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
      return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
      throw new UnsupportedOperationException();
    }
  }
}
