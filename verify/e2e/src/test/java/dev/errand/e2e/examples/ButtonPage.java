package dev.errand.e2e.examples;

import dev.errand.e2e.browser.Browser;
import java.net.URI;
import org.openqa.selenium.WebElement;

/** The page of the example with the button. The newest card is the first. */
record ButtonPage(Browser browser) implements AutoCloseable {

  private static final String CARD = "#cards article";

  static ButtonPage open(Browser browser, URI page) {
    return new ButtonPage(browser.open(page));
  }

  /** Types a question; the button is not pressed yet. */
  WebElement type(String question) {
    browser.find("input[name=question]").sendKeys(question);
    return browser.find("form[action='/ask'] button");
  }

  void ask(String question) {
    type(question).click();
    browser.waitUntil("a card for " + question, _ -> card().contains(question));
  }

  /** Notes when a question is sent and when the page has changed, from now on. */
  void watch() {
    browser.run(
        "document.addEventListener('submit', () => window.sent = performance.now(), true);"
            + "document.addEventListener('htmx:afterSettle',"
            + " () => { if (window.sent) window.took ??= performance.now() - window.sent; })");
  }

  /** How long it took from pressing the button to the card, in milliseconds. */
  long took(String question) {
    browser.run("window.sent = window.took = undefined");
    ask(question);
    return ((Number) browser.run("return window.took")).longValue();
  }

  /** The text of the newest card; empty if there is none. */
  String card() {
    return browser.all(CARD).findFirst().map(WebElement::getText).orElse("");
  }

  long cards() {
    return browser.all(CARD).count();
  }

  void awaitCard(String text) {
    browser.waitUntil("a card with " + text, _ -> card().contains(text));
  }

  /** Presses a button of the newest card. */
  void press(String button) {
    browser.waitUntil(
        "the button " + button,
        _ -> {
          browser
              .all(CARD + ":first-of-type button")
              .filter(it -> it.getText().equals(button))
              .findFirst()
              .orElseThrow()
              .click();
          return true;
        });
  }

  void reload() {
    browser.driver().navigate().refresh();
  }

  @Override
  public void close() {
    browser.close();
  }
}
