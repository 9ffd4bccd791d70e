package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.ErrandClient;
import dev.errand.client.Submission;
import dev.errand.e2e.browser.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WindowType;

/** The console in a browser: whether everybody can use each page, with and without scripts. */
class ConsoleBrowserIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int NARROW = 360;
  private static final int WIDE = 1280;
  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='hit'\"><div hx-get=/ui/jobs hx-trigger=load>x</div>";

  private static Installation errand;
  private static ErrandClient client;
  private static Browser browser;
  private static String key;
  private static UUID hostile;
  private static List<String> pages;

  @BeforeAll
  static void start() throws SQLException {
    Browser.require();
    Map<String, String> variables = new HashMap<>(Administration.WITH_KEYS);
    variables.putAll(Installation.PRICES);
    errand = new Installation("console", variables).withAnyPrompts();
    errand.startWorker("worker-1", Map.of());
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Administration admin = new Administration(http, errand.api().uri());
    admin.tenant("acme", "read");
    key = admin.key("acme", "", "admin").path("key").asText();
    client = ErrandClient.of(errand.api().uri()).withKey(key);
    submit();
    recordHours();
    pages =
        List.of(
            "/ui",
            "/ui/jobs",
            "/ui/jobs?state=failed&model=sim-400",
            "/ui/jobs/" + hostile,
            "/ui/failures",
            "/ui/operations",
            "/ui/operations/new?action=retry&state=failed",
            "/ui/batches",
            "/ui/usage",
            "/ui/lanes",
            "/ui/keys",
            "/ui/audit",
            "/ui/nothing");
    browser = Browser.start();
    signIn(browser);
  }

  private static void submit() {
    List<UUID> ended = new ArrayList<>();
    IntStream.range(0, 12)
        .forEach(
            i -> {
              ended.add(job("sim-latency-40ms", "What is the capital of France?"));
              ended.add(job(i % 3 == 0 ? "sim-400" : "sim", "Summarize number " + i));
            });
    hostile = job("sim", HOSTILE);
    ended.add(hostile);
    await()
        .atMost(SOON)
        .until(() -> ended.stream().allMatch(id -> client.job(id).state().isFinal()));
  }

  /** As it would be if jobs had ended, and queues had grown and shrunk, for the last hours. */
  private static void recordHours() throws SQLException {
    try (Connection connection = DriverManager.getConnection(errand.databaseUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into depth_minute
          select date_trunc('minute', now(), 'UTC') - n * interval '1 min'
          from generate_series(1, 360) n
          on conflict do nothing
          """);
      statement.execute(
          """
          insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
          select 'acme', minute, lane, 0,
            greatest(0, part * (200 + 180 * sin(date_part('epoch', minute) / 3000 + part))),
            30 + 10 * sin(date_part('epoch', minute) / 900), true
          from depth_minute, (values ('default', 1.0), ('gpt', 4.0), ('local', 0.2)) lanes (lane, part)
          on conflict do nothing
          """);
      statement.execute(
          """
          insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
            input_tokens, output_tokens, without_usage, cost, waited, ran)
          select 'acme', date_trunc('hour', now(), 'UTC') - n * interval '1 h', '', 'default', 'sim',
            outcome, jobs, jobs, jobs * 120, jobs * 300, 0, jobs * 0.0006,
            array_fill(0, array[at]) || jobs * 9 / 10 || 0 || 0 || jobs - jobs * 9 / 10
              || array_fill(0, array[46 - at]),
            array_fill(0, array[14]) || jobs || array_fill(0, array[35])
          from generate_series(1, 30) n, (values ('succeeded', 400), ('failed', 20)) outcomes (outcome, most),
            lateral (select (most * (2 + sin(n / 4.0)) / 3)::int as jobs, 13 + round(2 * sin(n / 4.0))::int as at) sizes
          """);
    }
  }

  private static UUID job(String model, String prompt) {
    return client.submit(Submission.prompt(model, prompt)).job().id();
  }

  private static void signIn(Browser someone) {
    open(someone, "/ui/login");
    someone.find("input[name=key]").sendKeys(key);
    someone.click("form button");
    someone.awaitText("Overview");
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (errand != null) {
      errand.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void nothingKeepsPeopleFromUsingAPage(String theme) {
    theme(theme);
    List<String> barriers = new ArrayList<>();
    for (String page : pages) {
      open(browser, page);
      browser.barriers().forEach(barrier -> barriers.add(page + ": " + barrier));
    }
    assertEquals(List.of(), barriers);
  }

  @Test
  void aNarrowPageDoesNotScrollSideways() {
    browser.size(NARROW, 740);
    List<String> wide = new ArrayList<>();
    for (String page : pages) {
      open(browser, page);
      if (browser.width() > NARROW) {
        wide.add(page + ": " + browser.width());
      }
    }
    browser.size(WIDE, 900);
    assertEquals(List.of(), wide);
  }

  @Test
  void aHostilePromptStaysText() {
    open(browser, "/ui/jobs/" + hostile);
    browser.click("#content form button");
    browser.awaitText("onerror");
    assertEquals(0, browser.all("#content img, #content [hx-get], #content div").count());
    assertTrue(browser.driver().getTitle().startsWith("Job "), browser.driver().getTitle());
    assertEquals("/ui/jobs/" + hostile, path(browser));
  }

  @Test
  void aListDoesNotMoveButSaysThatThereAreNewerJobs() {
    open(browser, "/ui/jobs");
    String row = "tr[data-id='" + job("sim", "new") + "']";
    browser.find("#newer");
    assertEquals(0, browser.all(row).count());
    browser.click("#newer");
    browser.find(row);
  }

  /**
   * Browsers open six connections to a host at most, and each window wants to know what changes.
   */
  @Test
  void eightWindowsCanBeUsed() {
    WebDriver windows = browser.driver();
    String first = windows.getWindowHandle();
    for (int i = 0; i < 8; i++) {
      windows.switchTo().newWindow(WindowType.WINDOW);
      open(browser, "/ui/jobs");
    }
    UUID job = job("sim", "new");

    for (String window : Set.copyOf(windows.getWindowHandles())) {
      if (!window.equals(first)) {
        windows.switchTo().window(window);
        browser.find("#newer");
        windows.close();
      }
    }
    windows.switchTo().window(first);
    open(browser, "/ui/jobs/" + job);
  }

  @Test
  void everythingCanBeReachedByKeys() {
    open(browser, "/ui");
    press("g", "j");
    browser.waitUntil("the jobs", page -> path(page).equals("/ui/jobs"));
    press("j", "j", "x");
    assertEquals(1, browser.all("tbody input:checked").count());
    press(Keys.ENTER);
    browser.waitUntil("a job", page -> path(page).startsWith("/ui/jobs/"));
    press("?");
    browser.find("#help");
    press(Keys.ESCAPE);
    browser.waitUntil("no help", page -> page.all("dialog[open]").count() == 0);
    press("r");
    assertEquals("true", browser.find("#pause").getDomAttribute("aria-pressed"));
    press("r");
    press("g", "f");
    browser.waitUntil("the failures", page -> path(page).equals("/ui/failures"));
  }

  private static void press(CharSequence... keys) {
    for (CharSequence each : keys) {
      browser.driver().switchTo().activeElement().sendKeys(each);
    }
  }

  @Test
  void everythingWorksWithoutScripts() {
    try (Browser plain = Browser.withoutScripts()) {
      signIn(plain);
      for (String page : pages) {
        open(plain, page);
        assertEquals(1, plain.all("h1").count(), page);
      }
      open(plain, "/ui/jobs/" + hostile);
      plain.find("#content form button").click();
      plain.awaitText("onerror");
      open(plain, "/ui/jobs?state=failed");
      plain.find("tbody input[type=checkbox]").click();
      plain.find(".marks button[value=retry]").click();
      plain.awaitText("retry: 1 done");
      plain.find("form[action='/ui/logout'] button").click();
      plain.awaitText("Sign in to Errand");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void picturesForTheDocumentation(String theme) {
    // With -Derrand.screenshots=true, they replace those in docs.
    Path folder =
        Path.of(Boolean.getBoolean("errand.screenshots") ? "../../docs/images" : "target/images");
    theme(theme);
    browser.size(1100, 640);
    Map<String, String> shown =
        Map.of(
            "overview", "/ui",
            "jobs", "/ui/jobs",
            "job", "/ui/jobs/" + hostile,
            "failures", "/ui/failures",
            "lanes", "/ui/lanes",
            "usage", "/ui/usage");
    shown.forEach(
        (name, page) -> {
          open(browser, page);
          Path picture = folder.resolve("console-%s-%s.png".formatted(name, theme));
          browser.screenshot(picture);
          assertTrue(Files.exists(picture), name);
        });
    browser.size(WIDE, 900);
  }

  private static void open(Browser someone, String page) {
    someone.open(URI.create(service() + page));
    // Else the page before may still be there.
    someone.waitUntil(page, it -> !it.driver().findElements(By.tagName("h1")).isEmpty());
  }

  private static String path(Browser someone) {
    return String.valueOf(someone.driver().getCurrentUrl()).substring(service().length());
  }

  private static String service() {
    return errand.api().uri().toString().replaceAll("/$", "");
  }

  private static void theme(String theme) {
    browser
        .driver()
        .manage()
        .addCookie(new Cookie.Builder("errand_theme", theme).path("/ui").build());
  }
}
