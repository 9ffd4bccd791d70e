package dev.errand.e2e.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.JobQuery;
import dev.errand.e2e.Installation;
import dev.errand.e2e.browser.Browser;
import dev.errand.rig.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.interactions.Actions;

/** The example with the button, in a browser. */
class ButtonBrowserIT {

  private static final String KEY = "first-key-of-the-button-0123456789";
  private static final String ANSWER = "The capital of France is Paris.";
  private static final String QUESTION = "What is the capital of France?";
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Map<String, String> SHORT_LEASE =
      Map.of("ERRAND_WORKER_LEASE", "6S", "ERRAND_WORKER_HEARTBEAT", "2S");

  private static Installation errand;
  private static Example button;
  private static ServiceProcess worker;

  @BeforeAll
  static void start() {
    Browser.require();
    Map<String, String> keys = new HashMap<>();
    keys.put("ERRAND_ACCESS", "keys");
    keys.put("ERRAND_ACCESS_BOOTSTRAP_KEY", KEY);
    errand = new Installation("button", keys).withAnyPrompts();
    worker = errand.startWorker("first", SHORT_LEASE);
    button =
        Example.jar(
            "button", Map.of("ERRAND_URL", errand.api().uri().toString(), "ERRAND_API_KEY", KEY));
  }

  @AfterAll
  static void stop() {
    if (button != null) {
      button.close();
    }
    if (errand != null) {
      errand.close();
    }
  }

  /** Without JavaScript, the browser loads the page again and again. */
  @ParameterizedTest(name = "with JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void theAnswerAppearsAndAllCardsSurviveAReload(boolean scripts) {
    try (ButtonPage page = open(scripts)) {
      page.ask("Tell me a joke.");
      page.ask(QUESTION);
      page.awaitCard(ANSWER);

      page.reload();

      page.awaitCard(ANSWER);
      assertEquals(2, page.cards());
      assertFalse(page.browser().driver().getPageSource().contains(KEY), "the key stays here");
    }
    try (ButtonPage other = open(scripts)) {
      assertEquals(0, other.cards(), "another session");
    }
  }

  @ParameterizedTest(name = "with JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void aJobCanBeCancelledAndRetried(boolean scripts) {
    try (ButtonPage page = open(scripts)) {
      page.ask("[[sim-latency-60s]] " + QUESTION);
      page.awaitCard("The model is answering");
      page.press("Cancel");
      page.awaitCard("Cancelled");
      page.press("Retry");
      page.awaitCard("The model is answering");
      page.press("Cancel");
      page.awaitCard("Cancelled");
    }
  }

  @Test
  void aFailedCardHasTheReasonAndCanBeRetried() {
    try (ButtonPage page = open(true)) {
      page.ask("Oh no. [[sim-400]]");
      page.awaitCard("Failed");
      assertFalse(page.card().contains("Cancel"), page.card());
      assertTrue(page.card().lines().count() > 3, page.card());
      page.press("Retry");
      page.awaitCard("Failed");
    }
  }

  /** The button is disabled while a question is on its way; its key guards what comes before. */
  @ParameterizedTest(name = "with JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void aDoubleClickIsOneJob(boolean scripts) {
    String question = "Pressed twice, scripts " + scripts;
    try (ButtonPage page = open(scripts)) {
      new Actions(page.browser().driver()).doubleClick(page.type(question)).perform();
      page.awaitCard(question);
      page.browser().waitUntil("an answer", _ -> page.card().contains("Answered"));
      assertEquals(1, page.cards());
    }
    assertEquals(
        1,
        errand.client().list(JobQuery.all().metadata("question", question)).data().size(),
        question);
  }

  @Test
  void aWaitingCardSaysWhyAndACardComesAtOnce() {
    errand.client().pauseLane("default", "the provider is being moved");
    try (ButtonPage page = open(true)) {
      page.watch();
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        fastest = Math.min(fastest, page.took(QUESTION + " " + i));
      }
      assertTrue(fastest < SOON.toMillis(), "the fastest card took " + fastest + " ms");
      page.awaitCard("Waiting: ");
      page.awaitCard("the provider is being moved");
      errand.client().resumeLane("default");
      page.awaitCard("Answered");
    } finally {
      errand.client().resumeLane("default");
    }
  }

  @Test
  void theAnswerAppearsAlthoughTheWorkerIsKilledMeanwhile() {
    try (ButtonPage page = open(true)) {
      page.ask("[[sim-latency-5s]] " + QUESTION);
      // A card that was drawn before changes once the job has ended, or after 20 s.
      errand.awaitCalls(1);
      worker.kill();
      worker = errand.startWorker("second", SHORT_LEASE);
      page.awaitCard("Answered");
      Job job = errand.client().list(JobQuery.all().limit(1)).data().getFirst();
      assertEquals(2, errand.client().job(job.id()).attempts().size());
    }
  }

  private static ButtonPage open(boolean scripts) {
    Browser browser = scripts ? Browser.start() : Browser.withoutScripts();
    return ButtonPage.open(browser, button.uri());
  }
}
