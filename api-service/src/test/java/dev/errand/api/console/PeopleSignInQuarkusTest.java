package dev.errand.api.console;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.IdentityProvider;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Person;
import dev.errand.api.testing.WithPeople;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People whom an identity provider signs in to the console. */
@QuarkusTest
@TestProfile(WithPeople.class)
@QuarkusTestResource(EmbeddedDatabase.class)
@WithTestResource(IdentityProvider.class)
class PeopleSignInQuarkusTest {

  @Inject Database database;

  private String tenant;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
  }

  @Test
  void theFormHasAButtonForTheProvider() {
    Browser.anonymous()
        .get("/ui/login?next=/ui/jobs?state=failed")
        .statusCode(200)
        .body(
            allOf(
                containsString("href=\"/ui/oidc/login?next=%2Fui%2Fjobs%3Fstate%3Dfailed\""),
                containsString("Sign in with Example &lt;People&gt;"),
                containsString("name=\"key\"")));
  }

  @Test
  void theProviderIsAskedForACodeOfThisSignIn() {
    URI page = Person.unknown().page();

    assertThat(page.getPath(), endsWith("/people/authorize"));
    assertThat(
        page.getQuery() + "&",
        allOf(
            containsString("response_type=code&"),
            containsString("client_id=errand-console&"),
            containsString("code_challenge_method=S256&"),
            containsString("state="),
            containsString("nonce="),
            containsString("scope=openid"),
            containsString("/ui/oidc/callback&")));
  }

  @Test
  void theStateIsInACookieThatTheWayBackBrings() {
    HttpResponse<String> start = Person.unknown().start("/ui");

    String cookie = setCookie(start, "q_auth_");
    assertThat(cookie, allOf(containsString("Path=/ui/oidc"), containsString("HTTPOnly")));
    assertThat(cookie, containsString("SameSite=Lax"));
    assertThat(setCookie(start, "errand_next="), containsString("SameSite=Lax"));
  }

  @Test
  void whoComesBackIsSignedInAndLedToThePage() {
    Person ada = Person.of(tenant, "read");
    HttpResponse<String> end = ada.open(ada.callback(ada.page()));

    assertEquals(200, end.statusCode());
    assertThat(end.body(), containsString("content=\"0; url=/ui/jobs?state=failed\""));
    assertThat(
        setCookie(end, "errand_session="),
        allOf(
            containsString("Max-Age=43200; "),
            containsString("Path=/ui; HTTPOnly; SameSite=Strict")));
    assertEquals(Optional.empty(), ada.cookie("q_session_errand-console"));
    Browser.in(ada.cookie("errand_session").orElseThrow())
        .get("/ui/jobs")
        .statusCode(200)
        .body(allOf(containsString("person:ada@example.com"), containsString(tenant)));
  }

  @ParameterizedTest
  @CsvSource({"read, 200, 403, 403", "manage, 403, 200, 403", "admin, 200, 200, 303"})
  void aPersonSeesAndDoesWhatTheRolesPermit(String role, int jobs, int keys, int lanes) {
    Browser browser = Person.of(tenant, role).signIn();

    browser.get("/ui/jobs").statusCode(jobs);
    browser.get("/ui/keys").statusCode(keys);
    browser.post("/ui/lanes/default/resume", Map.of()).statusCode(lanes);
    browser.postAsIs("/ui/lanes/default/resume", Map.of()).statusCode(403);
  }

  @Test
  void anOperatorMovesJobsOfTheOwnTenantAlone() {
    String job = submit(Keys.create(tenant, "submit").key());
    String theirs = submit(Keys.create(Keys.tenant(), "submit").key());
    Browser browser = Person.of(tenant, "read", "submit").signIn();

    browser
        .post("/ui/marked", Map.of("action", "cancel", "job", List.of(job, theirs)))
        .body(containsString("cancel: 1 done, 1 refused"));
    browser.get("/ui/jobs/" + theirs).statusCode(404);
  }

  @Test
  void theAuditLogNamesThePerson() {
    Browser browser = Person.of(tenant, "manage").signIn();
    browser.post("/ui/keys", Map.of("name", "k", "role", "read")).statusCode(200);

    browser
        .get("/ui/audit")
        .body(allOf(containsString("key.create"), containsString("person:ada@example.com")));
  }

  @Test
  void anotherStateSignsNobodyIn() {
    Person ada = Person.of(tenant, "read");
    String callback = ada.callback(ada.page()).toString();

    refused(ada, callback.replaceAll("state=[^&]*", "state=0"), 401, "not completed");
    refused(ada, callback, 401, "not completed");
  }

  @Test
  void theWayBackOfSomebodyElseSignsNobodyIn() {
    Person attacker = Person.of(tenant, "read");
    URI callback = attacker.callback(attacker.page());
    Person victim = Person.unknown();
    refused(victim, callback.toString(), 401, "not completed");
    victim.page();
    refused(victim, callback.toString(), 401, "not completed");
  }

  @Test
  void aCodeIsUsedOnce() {
    Person ada = Person.of(tenant, "read");
    URI callback = ada.callback(ada.page());
    Person thief = ada.copy();
    assertEquals(200, ada.open(callback).statusCode());

    assertEquals(401, ada.open(callback).statusCode());
    refused(thief, callback.toString(), 401, "not completed");
  }

  @Test
  void aTokenForAnotherSignInSignsNobodyIn() {
    Person ada = Person.of(tenant, "read");
    String page = ada.page().toString();
    URI callback = ada.callback(URI.create(page.replaceAll("nonce=[^&]*", "nonce=another")));

    refused(ada, callback.toString(), 401, "not completed");
  }

  @Test
  void aTokenThatHasExpiredSignsNobodyIn() {
    Person ada = Person.unknown();
    IdentityProvider.signsIn(
        "ada", Map.of("errand_tenant", tenant, "errand_roles", List.of("read")), -600);

    refused(ada, ada.callback(ada.page()).toString(), 401, "not completed");
  }

  @Test
  void whoCancelsAtTheProviderIsNotSignedIn() {
    Person ada = Person.unknown();
    String state = ada.page().getQuery().replaceFirst(".*state=([^&]*).*", "$1");

    refused(ada, "/ui/oidc/callback?error=access_denied&state=" + state, 401, "not completed");
    refused(ada, "/ui/oidc/callback", 401, "not completed");
  }

  @Test
  void aTokenWithoutATenantOfThisServiceSaysWhatIsMissing() {
    Person none = Person.with(Map.of("errand_roles", List.of("admin")));
    refused(none, none.callback(none.page()).toString(), 403, "its claim errand_tenant");
    Person unknown = Person.of("no-such-tenant", "admin");
    refused(unknown, unknown.callback(unknown.page()).toString(), 403, "its claim errand_tenant");
  }

  @Test
  void aTokenWithoutARoleSaysWhatIsMissing() {
    Person ada = Person.of(tenant, "something else");

    refused(ada, ada.callback(ada.page()).toString(), 403, "its claim errand_roles");
  }

  @Test
  void theSessionEndsAtItsTime() {
    Browser browser = Person.of(tenant, "read").signIn();
    sql("update console_session set expires_at = now()");

    browser.get("/ui/jobs").statusCode(303);
  }

  @Test
  void theSessionIsWorthNothingWhileTheTenantIsSuspended() {
    Browser browser = Person.of(tenant, "read").signIn();
    send(admin(), Map.of("suspended", true)).patch("/v1/tenants/" + tenant).then().statusCode(200);

    await().untilAsserted(() -> browser.get("/ui/jobs").statusCode(303));
    Person late = Person.of(tenant, "read");
    refused(late, late.callback(late.page()).toString(), 403, "suspended");
  }

  @Test
  void theSessionGoesWithItsTenant() {
    Browser browser = Person.of(tenant, "read").signIn();
    browser.get("/ui/jobs").statusCode(200);
    sql("delete from tenant where name = '" + tenant + "'");
    // Whoever creates a tenant of the same name later does not let them in.
    send(admin(), Map.of("name", tenant)).post("/v1/tenants").then().statusCode(201);

    browser.get("/ui/jobs").statusCode(303);
  }

  @Test
  void whoSignsOutIsOut() {
    Person ada = Person.of(tenant, "read");
    Browser browser = ada.signIn();

    browser.postAsIs("/ui/logout", Map.of()).statusCode(403);
    browser.post("/ui/logout", Map.of()).statusCode(303);
    browser.get("/ui/jobs").statusCode(303);
    assertNotEquals(200, ada.open(URI.create("/ui/jobs")).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/v1/jobs",
        "/ui/oidc/login",
        "/ui/../v1",
        "/ui\" onload=x"
      })
  void theSignInLeadsToOurOwnPagesOnly(String next) {
    Person ada = Person.of(tenant, "read");
    URI callback = ada.callback(Person.location(ada.start(next)));

    assertThat(ada.open(callback).body(), containsString("content=\"0; url=/ui\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%", "%2Fv1"})
  void aCookieOfAnotherSiteLeadsNowhereElse(String next) {
    Person ada = Person.of(tenant, "read");
    URI callback = ada.callback(ada.page());
    ada.put("errand_next", next);

    assertThat(ada.open(callback).body(), containsString("content=\"0; url=/ui\""));
  }

  @Test
  void aSignInIsNoWayIntoTheApi() {
    Person ada = Person.of(tenant, "read");
    URI callback = ada.callback(ada.page());
    String state = callback.getQuery().replaceFirst(".*state=([^&]*).*", "$1");

    HttpResponse<String> api = ada.open(URI.create("/v1/jobs?" + callback.getRawQuery()));
    assertEquals(401, api.statusCode());
    Browser.in("nothing").get("/v1/jobs").statusCode(401);
    with(token("read"))
        .cookie("q_auth_errand-console_" + state, state)
        .cookie("q_session_errand-console", "none")
        .get("/v1/jobs")
        .then()
        .statusCode(200);
  }

  @Test
  void whatIsInAHeaderSignsNobodyIn() {
    String key = Keys.create(tenant, "read").key();
    for (String credential : List.of(key, token("read"))) {
      with(credential)
          .redirects()
          .follow(false)
          .get("/ui/oidc/callback")
          .then()
          .statusCode(401)
          .header("Set-Cookie", not(containsString("errand_session")));
      with(credential).redirects().follow(false).get("/ui/jobs").then().statusCode(303);
    }
  }

  @Test
  void elsewhereTheCookiesNeedTls() {
    Browser.anonymous()
        .request()
        .header("Host", "errand.example")
        .get("/ui/oidc/login")
        .then()
        .statusCode(302)
        .header("Set-Cookie", containsString("Secure"))
        .header("Location", containsString("errand.example%2Fui%2Foidc%2Fcallback"));
  }

  @Test
  void everyResponseHasTheHeadersOfTheConsole() {
    for (String path : List.of("/ui/oidc/login", "/ui/oidc/callback")) {
      Browser.anonymous()
          .get(path)
          .header("Content-Security-Policy", startsWith("default-src 'none'"))
          .header("Cache-Control", "no-store")
          .header("X-Frame-Options", "DENY");
    }
  }

  private static void refused(Person person, String callback, int status, String why) {
    HttpResponse<String> end = person.open(URI.create(callback));
    assertEquals(status, end.statusCode(), end.body());
    assertThat(end.body(), allOf(containsString(why), containsString("name=\"key\"")));
    assertEquals(Optional.empty(), person.cookie("errand_session"));
  }

  private String token(String role) {
    return IdentityProvider.token(
        "ada", Map.of("errand_tenant", tenant, "errand_roles", List.of(role)));
  }

  private static String submit(String key) {
    return send(with(key), Map.of("model", "m", "prompt", "p"))
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static String setCookie(HttpResponse<String> response, String start) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(it -> it.startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
