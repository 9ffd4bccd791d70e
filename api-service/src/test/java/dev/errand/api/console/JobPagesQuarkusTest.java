package dev.errand.api.console;

import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of jobs, for each role. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class JobPagesQuarkusTest {

  private static final String HOSTILE =
      "<img src=x onerror=alert(1)><div hx-get=\"/ui\" hx-trigger=load>{shell.csrf}";

  private String tenant;
  private String key;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read", "content", "manage").key();
  }

  @Test
  void aListShowsJobsAndCountsButNoPrompt() {
    String job = submit("gpt-hidden", "the secret prompt");
    browser("read")
        .get("/ui/jobs")
        .statusCode(200)
        .body(
            allOf(
                containsString(job),
                containsString("gpt-hidden"),
                containsString("<span aria-hidden=\"true\">◷</span> queued <b>1</b>"),
                not(containsString("secret prompt"))));
    browser("read")
        .get("/ui/jobs?include=request,result")
        .body(not(containsString("secret prompt")));
  }

  @Test
  void filtersAreThoseOfTheApi() {
    String job = submit("gpt-a", "p");
    String other = submit("gpt-b", "p");
    Browser browser = browser("read");
    browser
        .get("/ui/jobs?model=gpt-a&state=queued&lane=")
        .body(
            allOf(containsString(job), not(containsString(other)), containsString("model: gpt-a")));
    browser.get("/ui/jobs?colour=red").statusCode(400).body(containsString("unknown parameter"));
    browser.get("/ui/jobs?model=nothing").body(containsString("No job matches"));
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    for (int i = 0; i < 3; i++) {
      submit("gpt-a", "p");
    }
    Browser browser = browser("read");
    String first = browser.get("/ui/jobs?limit=2").extract().asString();
    assertEquals(2, first.split("<tr data-id").length - 1);
    String next =
        first.replaceFirst("(?s).*<a href=\"([^\"]+)\" rel=\"next\".*", "$1").replace("&amp;", "&");
    String second = browser.get(next).extract().asString();
    assertEquals(1, second.split("<tr data-id").length - 1);
  }

  @Test
  void whoHasThePageAlreadyIsToldSo() {
    String job = submit("gpt-a", "p");
    Browser browser = browser("read", "submit");
    for (String path : new String[] {"/ui/jobs", "/ui/jobs/" + job}) {
      String tag = browser.get(path).extract().header("ETag");
      browser
          .request()
          .header("If-None-Match", tag)
          .get(path)
          .then()
          .statusCode(304)
          .body(emptyString());
    }
    String tag = browser.get("/ui/jobs/" + job).extract().header("ETag");
    browser.post("/ui/jobs/" + job + "/cancel", Map.of()).statusCode(303);
    browser.request().header("If-None-Match", tag).get("/ui/jobs/" + job).then().statusCode(200);
  }

  @Test
  void theContentIsShownByAClickThatIsRecorded() {
    String job = submit("gpt-a", HOSTILE);
    browser("read", "content").get("/ui/jobs/" + job).body(not(containsString("onerror")));
    browser("read", "content")
        .post("/ui/jobs/" + job + "/content", Map.of())
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body(
            allOf(
                containsString("&lt;img src=x onerror=alert(1)&gt;"),
                containsString("{shell.csrf}"),
                not(containsString("<img src=x")),
                not(containsString("<div hx-get"))));
    with(key)
        .get("/v1/audit")
        .then()
        .body("data[0].what", is("job.request.read"))
        .body("data[0].which", is(job));
  }

  @Test
  void hostileNamesStayText() {
    String job = submit("<script>x</script>", "p");
    for (String path :
        new String[] {"/ui/jobs", "/ui/jobs/" + job, "/ui/jobs?model=%3Cscript%3Ex%3C/script%3E"}) {
      browser("read")
          .get(path)
          .body(allOf(containsString("&lt;script&gt;x"), not(containsString("<script>x"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read, 200, 403, 403, 403",
    "content, 403, 403, 403, 403",
    "read content, 200, 200, 403, 403",
    "submit, 403, 403, 303, 303",
    "read submit, 200, 403, 303, 303",
    "manage, 403, 403, 403, 403",
    "admin, 200, 200, 303, 303"
  })
  void eachRoleDoesWhatItMay(String roles, int look, int content, int cancel, int delete) {
    String job = submit("gpt-a", "p");
    Browser browser = browser(roles.split(" "));
    browser.get("/ui/jobs").statusCode(look);
    browser.get("/ui/jobs/" + job).statusCode(look);
    act(browser, job, "content", content);
    act(browser, job, "cancel", cancel);
    act(browser, job, "retry", cancel);
    act(browser, job, "cancel", cancel);
    act(browser, job, "delete", delete);
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "cancel", "retry", "delete"})
  void formsOfOtherPagesDoNothing(String action) {
    String job = submit("gpt-a", "p");
    Browser browser = browser("read", "content", "submit");
    String path = "/ui/jobs/" + job + "/" + action;
    browser.postAsIs(path, Map.of()).statusCode(403).contentType("text/html");
    browser.postAsIs(path, Map.of("csrf", "0".repeat(64))).statusCode(403);
    String token = Browser.csrf(browser.request().get("/ui/jobs").asString());
    browser
        .request()
        .contentType("application/x-www-form-urlencoded")
        .header("Origin", "https://evil.example")
        .formParam("csrf", token)
        .post(path)
        .then()
        .statusCode(403);
    Browser other = browser("read", "content", "submit");
    other.postAsIs(path, Map.of("csrf", token)).statusCode(403);
    browser.get(path).statusCode(anyOf(is(404), is(405)));
    browser.get("/ui/jobs/" + job).body(containsString("</span> queued</span>"));
  }

  @Test
  void anotherTenantsJobDoesNotExist() {
    String job = submit("gpt-a", "p");
    Browser stranger = Browser.with(Keys.create(Keys.tenant(), "read", "content", "submit").key());
    stranger.get("/ui/jobs/" + job).statusCode(404).contentType("text/html");
    for (String action : new String[] {"content", "cancel", "retry", "delete"}) {
      stranger.post("/ui/jobs/" + job + "/" + action, Map.of()).statusCode(404);
    }
    stranger.get("/ui/jobs").body(not(containsString(job)));
  }

  @Test
  void whatAJobsStateForbidsIsSaid() {
    String job = submit("gpt-a", "p");
    browser("read", "submit")
        .post("/ui/jobs/" + job + "/delete", Map.of())
        .statusCode(409)
        .contentType("text/html")
        .body(containsString("only a finished job can be deleted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/nothing",
        "/ui/jobs/nothing",
        "/ui/jobs/019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e"
      })
  void problemsArePages(String path) {
    browser("read")
        .get(path)
        .statusCode(path.endsWith("jobs/nothing") ? 400 : 404)
        .contentType(startsWith("text/html"))
        .body(containsString("role=\"alert\""));
  }

  @Test
  void theThemeIsRemembered() {
    Browser browser = browser("read");
    String cookie =
        browser
            .post("/ui/theme", Map.of("theme", "dark"))
            .statusCode(303)
            .extract()
            .cookie("errand_theme");
    assertEquals("dark", cookie);
    browser
        .request()
        .cookie("errand_theme", "dark")
        .get("/ui/jobs")
        .then()
        .body(containsString("data-theme=\"dark\""));
    browser
        .request()
        .cookie("errand_theme", "\"><x")
        .get("/ui/jobs")
        .then()
        .body(not(containsString("data-theme")));
  }

  private Browser browser(String... roles) {
    return Browser.with(Keys.create(tenant, roles).key());
  }

  private String submit(String model, String prompt) {
    return send(with(key), Map.of("model", model, "prompt", prompt))
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  /** Not every role sees a page; the token is of the session, and any page has it. */
  private static void act(Browser browser, String job, String action, int status) {
    browser.post("/ui/jobs/" + job + "/" + action, Map.of()).statusCode(status);
  }
}
