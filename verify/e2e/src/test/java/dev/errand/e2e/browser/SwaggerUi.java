package dev.errand.e2e.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page that describes the API and sends requests, used as a person would. */
final class SwaggerUi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESPONSE = " .live-responses-table tr.response ";

  private final Browser browser;

  private SwaggerUi(Browser browser) {
    this.browser = browser;
  }

  static SwaggerUi open(Browser browser, URI api) {
    browser.open(api.resolve("/q/swagger-ui/"));
    browser.find(".opblock");
    return new SwaggerUi(browser);
  }

  /**
   * What a person types before pressing Execute; all else stays as the page has filled it in.
   *
   * @param values by the names of parameters
   * @param files by the names of a form's fields
   * @param body empty if the example is sent
   */
  record Typed(Map<String, String> values, Map<String, Path> files, Optional<String> body) {

    static final Typed NOTHING = new Typed(Map.of(), Map.of(), Optional.empty());

    static Typed value(String name, String value) {
      return new Typed(Map.of(name, value), Map.of(), Optional.empty());
    }

    static Typed body(String body) {
      return new Typed(Map.of(), Map.of(), Optional.of(body));
    }

    Typed with(String body) {
      return new Typed(values, files, Optional.of(body));
    }

    Typed with(String name, Path file) {
      return new Typed(values, Map.of(name, file), body);
    }
  }

  /** What the page shows of the response. */
  record Shown(int status, String body) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(body, e);
      }
    }
  }

  /** Opens an operation, fills in its form, sends it, and closes it. */
  Shown execute(String operation, Typed typed) {
    String block = ".opblock[id$='-%s']".formatted(operation);
    browser.click(block + " .opblock-summary-control");
    browser.find(block + " .try-out__btn");
    // It remembers whether it was tried out before, and the response.
    browser.all(block + " .try-out__btn:not(.cancel)").forEach(browser::click);
    browser.all(block + " .btn-clear").forEach(browser::click);
    typed.values().forEach((name, value) -> type(block, name, value));
    typed.files().forEach((name, file) -> choose(block, name, file));
    typed.body().ifPresent(body -> replace(browser.find(block + " textarea"), body));
    browser.click(block + " .btn.execute");
    browser.waitUntil(operation + " has a response", page -> hasStatus(block));
    Shown shown = new Shown(status(block), body(block));
    browser.click(block + " .opblock-summary-control");
    return shown;
  }

  private void type(String block, String name, String value) {
    replace(
        browser.find(block + " tr[data-param-name='%s'] input[type=text]".formatted(name)), value);
  }

  private void choose(String block, String name, Path file) {
    browser
        .find(block + " tr[data-property-name='%s'] input[type=file]".formatted(name))
        .sendKeys(file.toAbsolutePath().toString());
  }

  private static void replace(WebElement field, String text) {
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
    field.sendKeys(text);
  }

  private boolean hasStatus(String block) {
    return browser
        .all(block + RESPONSE + ".response-col_status")
        .anyMatch(cell -> cell.getText().matches("(?s)\\d{3}.*"));
  }

  private int status(String block) {
    return Integer.parseInt(
        browser.find(block + RESPONSE + ".response-col_status").getText().substring(0, 3));
  }

  private String body(String block) {
    return browser
        .all(block + RESPONSE + "pre")
        .findFirst()
        .map(code -> String.valueOf(code.getDomProperty("textContent")))
        .orElse("");
  }
}
