package dev.errand.api.console;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Browser;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.StoredJobs;
import dev.errand.api.testing.WithKeys;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All pages but those of jobs, for each role. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class ConsolePagesQuarkusTest {

  private static final String NOBODY = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e";

  @Inject StoredJobs stored;

  private String tenant;
  private String key;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read", "content", "manage").key();
  }

  @ParameterizedTest
  @CsvSource({
    "read, 200, 403, 403",
    "content, 403, 403, 403",
    "submit, 403, 200, 403",
    "manage, 403, 403, 200",
    "admin, 200, 200, 200"
  })
  void eachRoleSeesWhatItMay(String role, int read, int submit, int manage) {
    Browser browser = browser(role);
    for (String path :
        List.of(
            "/ui/failures",
            "/ui/operations",
            "/ui/lanes",
            "/ui/batches",
            "/ui/usage",
            "/ui/jobs")) {
      browser.get(path).statusCode(read);
    }
    browser.get("/ui").statusCode(role.equals("manage") ? 303 : read);
    browser.get("/ui/operations/new?action=cancel&state=queued").statusCode(submit);
    browser.get("/ui/keys").statusCode(manage);
    browser.get("/ui/audit").statusCode(manage);
    for (String path :
        List.of("/ui/operations/" + NOBODY, "/ui/batches/batch_" + NOBODY.replace("-", ""))) {
      browser.get(path).statusCode(read == 200 ? 404 : 403);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "read, 403, 403, 403",
    "content, 403, 403, 403",
    "submit, 1, 403, 403",
    "manage, 403, 1, 403",
    "admin, 1, 1, 1"
  })
  void eachRoleDoesWhatItMay(String role, int submit, int manage, int administer) {
    Browser browser = browser(role);
    may(browser, "/ui/operations", submit);
    may(browser, "/ui/operations/" + NOBODY + "/stop", submit);
    may(browser, "/ui/marked", submit);
    may(browser, "/ui/batches/batch_" + NOBODY.replace("-", "") + "/cancel", submit);
    may(browser, "/ui/keys", manage);
    may(browser, "/ui/keys/nothing/rotate", manage);
    may(browser, "/ui/keys/nothing/revoke", manage);
    may(browser, "/ui/lanes/nothing/pause", administer);
    may(browser, "/ui/lanes/nothing/resume", administer);
  }

  /** Each fails for want of something, but only for those who may. */
  private static void may(Browser browser, String path, int status) {
    int found = browser.post(path, Map.of()).extract().statusCode();
    assertEquals(status == 403, found == 403, path + " " + found);
    assertEquals(true, found >= 400 && found < 500, path + " " + found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/operations",
        "/ui/operations/" + NOBODY + "/stop",
        "/ui/marked",
        "/ui/keys",
        "/ui/keys/nothing/rotate",
        "/ui/keys/nothing/revoke",
        "/ui/lanes/default/pause",
        "/ui/lanes/default/resume",
        "/ui/batches/x/cancel",
        "/ui/theme",
        "/ui/logout"
      })
  void formsOfOtherPagesDoNothing(String path) {
    Browser browser = browser("admin");
    browser.postAsIs(path, Map.of()).statusCode(403).body(containsString("not from this page"));
    browser.postAsIs(path, Map.of("csrf", "0".repeat(64))).statusCode(403);
    Browser.anonymous().postAsIs(path, Map.of()).statusCode(303);
  }

  @Test
  void theOverviewCountsAndSaysWhatToLookAt() {
    submit("gpt-a");
    browser("read")
        .get("/ui")
        .statusCode(200)
        .body(
            allOf(
                containsString("◷ queued</span> <b>1</b>"),
                containsString("No worker takes jobs"),
                containsString("Batches under way")));
  }

  @Test
  void anOperationMovesAsManyJobsAsItsButtonSays() {
    submit("gpt-op");
    submit("gpt-op");
    submit("gpt-other");
    Browser browser = browser("read", "submit");
    String form =
        browser
            .get("/ui/operations/new?action=cancel&model=gpt-op")
            .statusCode(200)
            .body(containsString(">Cancel 2 jobs</button>"))
            .extract()
            .asString();
    String name = form.replaceFirst("(?s).*name=\"key\" value=\"([^\"]+)\".*", "$1");
    Map<String, Object> fields =
        Map.of("action", "cancel", "filter.model", "gpt-op", "expected", "2", "key", name);
    browser.post("/ui/operations", fields).statusCode(422).body(containsString("reason"));
    Map<String, Object> whole = new HashMap<>(fields);
    whole.put("reason", "<b>because</b>");
    String place = location(browser, whole);
    assertEquals(place, location(browser, whole));
    await().untilAsserted(() -> browser.get(place).body(containsString("2 of 2, 100 %")));
    browser.get(place).body(containsString("&lt;b&gt;because&lt;/b&gt;"));
    browser.get("/ui/operations").body(containsString("model gpt-op"));
    browser.post(place + "/stop", Map.of()).statusCode(409);
    with(key).get("/v1/jobs?state=cancelled").then().body("data.size()", is(2));
  }

  @Test
  void anOperationOnAnotherNumberIsRefused() {
    submit("gpt-op");
    browser("submit")
        .post(
            "/ui/operations",
            Map.of("action", "cancel", "filter.model", "gpt-op", "expected", "5", "reason", "r"))
        .statusCode(409)
        .body(containsString("nothing was done"));
  }

  @Test
  void markedJobsAreMovedOneByOne() {
    String first = submit("gpt-a");
    String second = submit("gpt-a");
    Browser browser = browser("read", "submit");
    browser
        .post("/ui/marked", Map.of("action", "cancel", "job", List.of(first, second)))
        .statusCode(200)
        .body(containsString("cancel: 2 done"));
    browser
        .post("/ui/marked", Map.of("action", "retry", "job", List.of(first, NOBODY)))
        .body(
            allOf(containsString("retry: 1 done, 1 refused"), containsString("no job has the id")));
    browser
        .post("/ui/marked", Map.of("action", "explode", "job", first))
        .body(containsString("0 done"));
    browser.post("/ui/marked", Map.of("action", "retry")).statusCode(400);
  }

  @Test
  void failuresAreGroupedAndCanBeRetried() {
    stored.fail(stored.running());
    String page =
        Browser.with(WithKeys.BOOTSTRAP)
            .get("/ui/failures")
            .statusCode(200)
            .body(allOf(containsString("404 provider_error"), containsString("no such model")))
            .extract()
            .asString();
    String retry =
        page.replaceFirst("(?s).*href=\"(/ui/operations/new[^\"]+)\">Retry.*", "$1")
            .replace("&amp;", "&");
    Browser.with(WithKeys.BOOTSTRAP).get(retry).statusCode(200).body(containsString("Retry "));
    browser("read").get("/ui/failures").body(containsString("Nothing failed in this time."));
  }

  @Test
  void usageIsShownInGroupsAndOverTime() {
    stored.fail(stored.running());
    stored.succeed(stored.running(), StoredJobs.ANSWER);

    browser("admin")
        .get("/ui/usage?by=tenant")
        .statusCode(200)
        .body(
            allOf(
                containsString("<td class=\"id\">default</td>"),
                containsString("class=\"succeeded\"></rect>"),
                containsString("class=\"failed\"></rect>"),
                containsString("class=\"output\"></rect>"),
                containsString("aria-label=\"Waiting time, from "),
                containsString(": p50 "),
                containsString("--by tenant -o csv"),
                containsString("errand.prices"),
                not(containsString("Cost"))));
    browser("admin").get("/ui").body(containsString("class=\"failed\"></rect>"));
  }

  @Test
  void usageOfOtherTenantsIsOnNoPage() {
    stored.succeed(stored.running(), StoredJobs.ANSWER);

    browser("read")
        .get("/ui/usage?by=tenant&tenant=default")
        .statusCode(200)
        .body(
            allOf(
                containsString("Nothing was used in this time."), not(containsString("</rect>"))));
    browser("read").get("/ui").body(not(containsString("</rect>")));
    browser("read").get("/ui/usage?by=colour").statusCode(400);
  }

  @Test
  void lanesArePausedAndResumedByAdmins() {
    Browser browser = browser("admin");
    browser.post("/ui/lanes/default/pause", Map.of("reason", "<i>bills twice</i>")).statusCode(303);
    browser("read")
        .get("/ui/lanes")
        .body(
            allOf(
                containsString("&lt;i&gt;bills twice&lt;/i&gt;"),
                not(containsString("/ui/lanes/default/resume"))));
    browser("read").get("/ui").body(containsString("Lane default: ‖ paused by"));
    browser.get("/ui/lanes").body(containsString("/ui/lanes/default/resume"));
    browser.post("/ui/lanes/default/resume", Map.of()).statusCode(303);
    browser.get("/ui/lanes").body(containsString("● open"));
    browser.post("/ui/lanes/default/pause", Map.of()).statusCode(422);
    browser.post("/ui/lanes/nothing/pause", Map.of("reason", "r")).statusCode(404);
  }

  @Test
  void aKeyIsShownOnce() {
    Browser browser = browser("manage");
    String page =
        browser
            .post("/ui/keys", Map.of("name", "<u>shop</u>", "role", List.of("read", "submit")))
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .body(containsString("&lt;u&gt;shop&lt;/u&gt;"))
            .extract()
            .asString();
    String secret = page.replaceFirst("(?s).*class=\"secret\">([^<]+)<.*", "$1");
    with(secret).get("/v1/jobs").then().statusCode(200);
    String id = secret.substring(7, 19);
    browser.get("/ui/keys").body(allOf(containsString(id), not(containsString(secret))));
    browser
        .post("/ui/keys/" + id + "/rotate", Map.of("revoke_now", "true"))
        .statusCode(200)
        .body(allOf(containsString("errand_" + id), not(containsString(secret))));
    await().untilAsserted(() -> with(secret).get("/v1/jobs").then().statusCode(401));
    browser.post("/ui/keys/" + id + "/revoke", Map.of()).statusCode(303);
    browser.post("/ui/keys/" + id + "/rotate", Map.of()).statusCode(409);
    browser.post("/ui/keys", Map.of("name", "k", "role", "admin")).statusCode(403);
    browser.post("/ui/keys", Map.of("name", "k")).statusCode(422);
    browser
        .get("/ui/audit")
        .body(
            allOf(containsString("key.create"), containsString("key.rotate"), containsString(id)));
  }

  @Test
  void whatIsAnotherTenantsDoesNotExist() {
    Created theirs = Keys.create(Keys.tenant(), "read");
    Browser browser = browser("manage", "read", "submit");
    browser.get("/ui/keys").body(not(containsString(theirs.id())));
    browser.get("/ui/audit").body(not(containsString(theirs.id())));
    browser.post("/ui/keys/" + theirs.id() + "/rotate", Map.of()).statusCode(404);
    browser.post("/ui/keys/" + theirs.id() + "/revoke", Map.of()).statusCode(404);
    String operation =
        send(
                with(key),
                Map.of(
                    "action",
                    "cancel",
                    "filter",
                    Map.of("model", "none"),
                    "expected",
                    1,
                    "reason",
                    "r"))
            .post("/v1/operations")
            .then()
            .extract()
            .path("id");
    Browser.with(Keys.create(Keys.tenant(), "read", "submit").key())
        .get("/ui/operations/" + operation)
        .statusCode(operation == null ? 400 : 404);
  }

  @Test
  void aBatchShowsItsProgressAndIsCancelled() {
    String line =
        "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
            + "\"body\":{\"model\":\"gpt-batch\",\"messages\":[{\"role\":\"user\",\"content\":\"secret prompt\"}]}}";
    String file =
        with(key)
            .multiPart("purpose", "batch")
            .multiPart("file", "in.jsonl", (line + "\n").getBytes(UTF_8))
            .post("/v1/files")
            .then()
            .statusCode(200)
            .extract()
            .path("id");
    String batch =
        send(
                with(key),
                Map.of(
                    "input_file_id",
                    file,
                    "endpoint",
                    "/v1/chat/completions",
                    "completion_window",
                    "24h",
                    "metadata",
                    Map.of("note", "<s>x</s>")))
            .post("/v1/batches")
            .then()
            .statusCode(200)
            .extract()
            .path("id");
    Browser browser = browser("read", "submit");
    browser
        .get("/ui/batches")
        .body(allOf(containsString(batch), not(containsString("secret prompt"))));
    await()
        .untilAsserted(
            () -> browser.get("/ui/batches/" + batch).body(containsString("0 %, 0 of 1")));
    browser.get("/ui/batches/" + batch).body(containsString("&lt;s&gt;x&lt;/s&gt;"));
    browser.get("/ui").body(containsString(batch));
    browser.post("/ui/batches/" + batch + "/cancel", Map.of()).statusCode(303);
    await()
        .untilAsserted(() -> browser.get("/ui/batches/" + batch).body(containsString("cancelled")));
    browser("read").get("/ui/jobs?batch=" + batch).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/ui", "/ui/failures", "/ui/operations", "/ui/batches", "/ui/keys", "/ui/audit"})
  void whoHasThePageAlreadyIsToldSo(String path) {
    Browser browser = Browser.with(Keys.create(tenant, "read", "manage").key());
    await()
        .untilAsserted(
            () -> {
              String tag = browser.get(path).extract().header("ETag");
              browser.request().header("If-None-Match", tag).get(path).then().statusCode(304);
            });
  }

  @Test
  void pagesAreNoPartOfTheApi() {
    admin().get("/q/openapi").then().body(not(containsString("/ui")));
  }

  private static String location(Browser browser, Map<String, Object> form) {
    return browser
        .post("/ui/operations", form)
        .statusCode(303)
        .extract()
        .header("Location")
        .replaceFirst("^https?://[^/]+", "");
  }

  private Browser browser(String... roles) {
    return Browser.with(Keys.create(tenant, roles).key());
  }

  private String submit(String model) {
    return send(with(key), Map.of("model", model, "prompt", "p"))
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }
}
