package dev.errand.worker.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.target.ForwardProxy.Login;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardProxyTest {

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example:3128,         proxy.example, 3128",
    "HTTP://proxy.example:3128/,        proxy.example, 3128",
    "proxy.example:8080,                proxy.example, 8080",
    "http://corp_proxy:3128,            corp_proxy,    3128",
    "http://10.1.2.3:3128,              10.1.2.3,      3128",
    "'http://[fd00::1]:3128',           fd00::1,       3128",
    "http://proxy.example,              proxy.example, 80",
    "' http://proxy.example:1 ',        proxy.example, 1",
  })
  void aProxyIsReadAsCurlDoes(String text, String host, int port) {
    assertEquals(new ForwardProxy(host, port, Optional.empty()), ForwardProxy.parse(text, "s"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:secret@proxy:3128,           user,        secret",
    "user:secret@proxy:3128,                  user,        secret",
    "http://user@proxy:3128,                  user,        ''",
    "http://user:@proxy:3128,                 user,        ''",
    "http://us%65r:p%40ss%3A%2Fw%25@proxy:1,  user,        p@ss:/w%",
    "http://user:a+b:c@proxy:1,               user,        a+b:c",
    "http://user:p@ss@proxy:1,                user,        p@ss",
    "http://CORP%5Cme:%C3%A9@proxy:1,         CORP\\me,    é",
  })
  void userAndPasswordAreDecoded(String text, String user, String password) {
    ForwardProxy proxy = ForwardProxy.parse(text, "s");

    assertEquals(Optional.of(new Login(user, password)), proxy.login());
    assertFalse((proxy.toString() + proxy.login()).contains("ss"), proxy::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:secret@proxy:3128",
        "socks5://user:secret@proxy:1080",
        "http://user:secret@",
        "http://user:secret@proxy:port",
        "http://user:secret@proxy:99999",
        "http://user:secret@proxy:0",
        "http://user:secret%@proxy:3128",
        "http://user:secret@proxy:3128/path",
        "http://user:secret@pro xy:3128",
        "http:/secret"
      })
  void otherProxiesAreRejectedWithoutShowingTheirPassword(String text) {
    String message =
        assertThrows(ConfigurationException.class, () -> ForwardProxy.parse(text, "the.setting"))
            .getMessage();

    assertTrue(message.startsWith("the.setting must be like http://proxy:3128"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void httpsUsesATunnelAndHttpTheCompleteUrl() {
    ForwardProxy proxy = ForwardProxy.parse("http://u:p@proxy:3128", "s");
    RequestOptions secure = request("https", 443);
    RequestOptions plain = request("http", 8000);
    RequestOptions plain80 = request("http", 80);

    proxy.take(secure, Duration.ofSeconds(7));
    proxy.take(plain, Duration.ofSeconds(7));
    proxy.take(plain80, Duration.ofSeconds(7));

    assertEquals("proxy", secure.getProxyOptions().getHost());
    assertEquals("u", secure.getProxyOptions().getUsername());
    assertEquals(Duration.ofSeconds(7), secure.getProxyOptions().getConnectTimeout());
    assertEquals("/v1/x?q=1", secure.getURI());
    assertNull(secure.getServer());
    assertNull(plain.getProxyOptions());
    assertEquals("proxy:3128", plain.getServer().toString());
    assertEquals("http://llm.example:8000/v1/x?q=1", plain.getURI());
    assertEquals("http://llm.example/v1/x?q=1", plain80.getURI());
    assertEquals("Basic dTpw", plain.getHeaders().get("Proxy-Authorization"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // The provider's URL and proxy; the worker's proxies and exceptions; the one that is taken.
        "https://a.example/v1, -,            http://s:1, http://h:2, -,           s:1",
        "http://a.example/v1,  -,            http://s:1, http://h:2, -,           h:2",
        "https://a.example/v1, http://own:3, http://s:1, http://h:2, a.example,   own:3",
        "https://a.example/v1, none,         http://s:1, http://h:2, -,           -",
        "https://a.example/v1, -,            -,          http://h:2, -,           -",
        "https://a.example/v1, -,            http://s:1, http://h:2, .example,    -",
        "https://a.example/v1, -,            http://s:1, http://h:2, *,           -",
        "https://a.example/v1, -,            none,       http://h:2, -,           -",
        "http://localhost/v1,  -,            http://s:1, http://h:2, -,           -",
        "http://127.0.0.9/v1,  -,            http://s:1, http://h:2, -,           -",
        "'http://[::1]:1/v1',  -,            http://s:1, http://h:2, -,           -",
        "http://a.localhost,   -,            http://s:1, http://h:2, -,           -",
        "http://localhost/v1,  http://own:3, http://s:1, http://h:2, localhost,   own:3",
      })
  void theProvidersProxyOverridesTheWorkersAndThisMachineIsCalledDirectly(
      String url, String own, String https, String http, String except, String taken) {
    Map<String, String> settings = new HashMap<>();
    put(settings, "errand.providers.p.proxy", own);
    put(settings, "errand.worker.proxy.https", https);
    put(settings, "errand.worker.proxy.http", http);
    put(settings, "errand.worker.proxy.except", except);
    TestedConfig config = new TestedConfig(url, settings);

    Target target = new Target("p", config.provider(), config.worker(), ExtraHeaders.NONE);

    assertEquals(Optional.ofNullable(taken), target.proxy());
  }

  @Test
  void anInvalidProxyVariableIsNamed() {
    TestedConfig config =
        new TestedConfig("https://a.example", Map.of("errand.worker.proxy.https", "ftp://x"));

    String message =
        assertThrows(
                ConfigurationException.class,
                () -> new Target("p", config.provider(), config.worker(), ExtraHeaders.NONE))
            .getMessage();

    assertTrue(message.startsWith("errand.worker.proxy.https (HTTPS_PROXY) must be"), message);
  }

  private static void put(Map<String, String> settings, String key, String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }

  private static RequestOptions request(String scheme, int port) {
    return new RequestOptions()
        .setSsl(scheme.equals("https"))
        .setHost("llm.example")
        .setPort(port)
        .setURI("/v1/x?q=1");
  }
}
