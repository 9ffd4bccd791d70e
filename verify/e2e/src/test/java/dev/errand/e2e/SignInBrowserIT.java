package dev.errand.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.e2e.browser.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;

/** Both ways into the console in a browser, with an identity provider on another port. */
class SignInBrowserIT {

  private static final int NARROW = 360;

  private static MockOAuth2Server provider;
  private static Installation errand;

  private Browser browser;

  @BeforeAll
  static void start() {
    Browser.require();
    provider =
        new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"interactiveLogin\": true}"));
    provider.start();
    Map<String, String> settings = new HashMap<>(Administration.WITH_KEYS);
    settings.put("ERRAND_ACCESS_OIDC_ENABLED", "true");
    settings.put("ERRAND_ACCESS_OIDC_ISSUER", provider.issuerUrl("people").toString());
    settings.put("ERRAND_ACCESS_OIDC_AUDIENCE", "errand");
    settings.put("ERRAND_ACCESS_OIDC_CLIENT_ID", "errand-console");
    settings.put("ERRAND_ACCESS_OIDC_STATE_SECRET", "0123456789abcdef0123456789abcdef");
    settings.put("ERRAND_ACCESS_OIDC_NAME", "Example");
    errand = new Installation("sign-in", settings);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    new Administration(http, errand.api().uri()).tenant("acme", "read");
  }

  @AfterAll
  static void stop() {
    if (errand != null) {
      errand.close();
    }
    if (provider != null) {
      provider.shutdown();
    }
  }

  @BeforeEach
  void aBrowser() {
    browser = Browser.start();
  }

  @AfterEach
  void noBrowser() {
    browser.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void nothingKeepsPeopleFromSigningIn(String theme) {
    open("/ui/login");
    browser
        .driver()
        .manage()
        .addCookie(new Cookie.Builder("errand_theme", theme).path("/ui").build());
    open("/ui/login");
    assertEquals(theme, browser.find("html").getDomAttribute("data-theme"));
    assertEquals(List.of(), browser.barriers());

    browser.find("input[name=key]").sendKeys("not a key", Keys.ENTER);
    browser.find("[role=alert]");
    assertEquals(List.of(), browser.barriers());
    browser.size(NARROW, 740);
    assertEquals(NARROW, browser.width());
  }

  @Test
  void thePageComesBackThatWasAskedFor() {
    open("/ui/jobs?state=failed");
    browser.awaitText("Sign in with Example");
    toTheProvider();
    assertTrue(
        browser.driver().getCurrentUrl().startsWith(provider.issuerUrl("people").toString()));
    browser.find("input[name=username]").sendKeys("ada");
    browser
        .find("textarea[name=claims]")
        .sendKeys("{\"errand_tenant\": \"acme\", \"errand_roles\": [\"read\"]}");
    browser.find("input[type=submit]").click();

    browser.awaitText("person:ada");
    browser.find("nav a[aria-current=page][href='/ui/jobs']");
    assertEquals(service() + "/ui/jobs?state=failed", browser.driver().getCurrentUrl());

    browser.click("form[action='/ui/logout'] button");
    browser.awaitText("Sign in to Errand");
    open("/ui/jobs");
    browser.awaitText("Sign in to Errand");
  }

  @Test
  void whoHasNoRoleIsToldWhatIsMissing() {
    open("/ui");
    toTheProvider();
    browser.find("input[name=username]").sendKeys("eve");
    browser.find("textarea[name=claims]").sendKeys("{\"errand_tenant\": \"acme\"}");
    browser.find("input[type=submit]").click();

    browser.awaitText("its claim errand_roles");
    browser.find("input[name=key]");
  }

  /** By keys, from the field that has the focus. */
  private void toTheProvider() {
    browser.find("input[name=key]").sendKeys(Keys.chord(Keys.SHIFT, Keys.TAB));
    browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    browser.find("input[name=username]");
  }

  private void open(String page) {
    browser.open(URI.create(service() + page));
  }

  private static String service() {
    return errand.api().uri().toString().replaceAll("/$", "");
  }
}
