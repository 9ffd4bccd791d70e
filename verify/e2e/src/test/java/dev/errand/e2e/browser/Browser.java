package dev.errand.e2e.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Chromium without a window, with a new profile. Debian's packages {@code chromium} and {@code
 * chromium-driver} have the two programs; {@code ./errand test} installs them if it can.
 */
public final class Browser implements AutoCloseable {

  /** Long, because the machine may be busy, and a killed worker's job waits for its lease. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Dimension SIZE = new Dimension(1280, 900);
  private static final List<String> BROWSERS = List.of("chromium", "chromium-browser");
  private static final List<String> DRIVERS = List.of("chromedriver");
  private static final String EVERYTHING = "ERRAND_TEST_EVERYTHING";

  private final WebDriver driver;

  private Browser(WebDriver driver) {
    this.driver = driver;
  }

  /**
   * Skips the test where there is no Chromium, and says so; it fails if everything must be tested.
   */
  public static void require() {
    boolean installed = program(BROWSERS).isPresent() && program(DRIVERS).isPresent();
    if (!installed) {
      String missing = "no chromium and chromedriver in the PATH; ./errand test says why";
      System.out.println("NOT RUN: tests in a browser: " + missing);
      assertNotEquals("true", System.getenv(EVERYTHING), missing);
      assumeTrue(false, missing);
    }
  }

  /** Starts one. */
  public static Browser start() {
    return new Browser(launch());
  }

  /** Starts one in which no page's scripts run. */
  public static Browser withoutScripts() {
    ChromeDriver driver = launch();
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    return new Browser(driver);
  }

  private static ChromeDriver launch() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program(BROWSERS).orElseThrow().toFile());
    // The sandbox does not work for root; shared memory is small in containers.
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program(DRIVERS).orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(SIZE);
    return driver;
  }

  private static Optional<Path> program(List<String> names) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> names.stream().map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** For what this class has no method for. */
  public WebDriver driver() {
    return driver;
  }

  /** Loads a page. */
  public Browser open(URI page) {
    driver.get(page.toString());
    return this;
  }

  /** Waits for an element that is shown. */
  public WebElement find(String css) {
    await(css + " is shown").atMost(PATIENCE).until(() -> all(css).anyMatch(this::isShown));
    return all(css).filter(this::isShown).findFirst().orElseThrow();
  }

  /** Waits until a condition holds; elements that are replaced meanwhile are looked up again. */
  public void waitUntil(String what, Predicate<Browser> condition) {
    await(what).atMost(PATIENCE).until(() -> holds(condition));
  }

  private boolean holds(Predicate<Browser> condition) {
    try {
      return condition.test(this);
    } catch (StaleElementReferenceException | NoSuchElementException _) {
      return false;
    }
  }

  private boolean isShown(WebElement element) {
    try {
      return element.isDisplayed();
    } catch (StaleElementReferenceException _) {
      return false;
    }
  }

  /** The elements that there are now. */
  public Stream<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css)).stream();
  }

  /** Clicks an element once it is shown, wherever it is on the page. */
  public void click(String css) {
    click(find(css));
  }

  /** Clicks an element, wherever it is on the page. */
  public void click(WebElement element) {
    run("arguments[0].scrollIntoView({block: 'center'})", element);
    element.click();
  }

  /** Waits until the page shows a text. */
  public void awaitText(String text) {
    waitUntil("the text " + text, page -> page.find("body").getText().contains(text));
  }

  /** Runs a script in the page. */
  public Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Of the page, which may be narrower than a window; in CSS pixels. */
  public void size(int width, int height) {
    ((ChromeDriver) driver)
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** How wide the page is, in CSS pixels. */
  public long width() {
    return (Long) run("return document.documentElement.scrollWidth");
  }

  /** What keeps people from using the page, by the rules of axe. */
  public List<String> barriers() {
    return new AxeBuilder().analyze(driver).getViolations().stream().map(Browser::line).toList();
  }

  private static String line(Rule rule) {
    return rule.getId() + " " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  /** Saves what is shown. */
  public void screenshot(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, ((TakesScreenshot) driver).getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
