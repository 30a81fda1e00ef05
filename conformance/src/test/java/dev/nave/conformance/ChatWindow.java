package dev.nave.conformance;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A headless Chromium of its own, with the page of {@code docs/quick-start.md}. Test thread only.
 */
final class ChatWindow implements AutoCloseable {
  private static final String[] BROWSERS = {"chromium", "chromium-browser", "google-chrome"};
  private static final String DRIVER = "chromedriver";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  private ChatWindow(ChromeDriver driver) {
    this.driver = driver;
  }

  static Requirement requirement() {
    return Requirement.anyProgram(BROWSERS).and(Requirement.programs(DRIVER));
  }

  /** Opens the page of a server, and waits until it is connected. */
  static ChatWindow open(String address, Path profile) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program(BROWSERS).toFile());
    options.addArguments(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile.toAbsolutePath()));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program(DRIVER).toFile())
            .usingAnyFreePort()
            .build();
    ChatWindow window = new ChatWindow(new ChromeDriver(service, options));
    try {
      window.driver.get(address);
      await()
          .alias("connected to " + address)
          .atMost(PATIENCE)
          .until(() -> window.text("state").equals("connected"));
      return window;
    } catch (RuntimeException e) {
      window.close();
      throw e;
    }
  }

  private static Path program(String... names) {
    return Stream.of(names)
        .map(dev.nave.backplane.redis.testkit.Requirement::program)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  void send(String user, String text) {
    driver.findElement(By.id("user")).sendKeys(user);
    driver.findElement(By.id("text")).sendKeys(text);
    driver.findElement(By.tagName("button")).click();
  }

  /** Waits until the page shows these messages, and no others. */
  void awaitMessages(String... lines) {
    await().atMost(PATIENCE).until(() -> text("messages").equals(String.join("\n", lines)));
  }

  private String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
