package dev.nave.samples.chat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A headless Chromium with a profile of its own. Programs are found on the PATH, or by {@code
 * -Dnave.chromium} and {@code -Dnave.chromedriver}. Test thread only.
 */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;
  private final String firstWindow;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
    this.firstWindow = driver.getWindowHandle();
  }

  static Browser start(Path profile) {
    Path chromium = Program.find("nave.chromium", "chromium", "chromium-browser", "google-chrome");
    Path chromedriver = Program.find("nave.chromedriver", "chromedriver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Several windows are in use at a time; none is to be treated as a background one.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--user-data-dir=" + profile.toAbsolutePath()));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Opens an address in a window of its own, 1280 by 800 pixels. */
  ChatPage open(String address) {
    driver.switchTo().newWindow(WindowType.WINDOW);
    ChatPage page = new ChatPage(this, driver, driver.getWindowHandle());
    resize(1280, 800);
    driver.get(address);
    return page;
  }

  /** Closes the windows of all pages. */
  void closePages() {
    for (String window : driver.getWindowHandles()) {
      if (!window.equals(firstWindow)) {
        driver.switchTo().window(window).close();
      }
    }
    driver.switchTo().window(firstWindow);
  }

  /** Leaves no trace of the pages that were open, so that the next is one of a new visitor. */
  void forgetCookiesAndClosePages() {
    closePages();
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
  }

  /** Sets the size of the current window's content, in pixels. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Makes the current window prefer "light" or "dark" colors. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Saves what the current window shows as {@code target/screenshots/<name>.png}. */
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the current window shows. */
  BufferedImage picture() {
    try {
      return ImageIO.read(new ByteArrayInputStream(driver.getScreenshotAs(OutputType.BYTES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Saves two pictures side by side as {@code target/screenshots/<name>.png}. */
  static void saveSideBySide(String name, BufferedImage left, BufferedImage right) {
    int gap = 12;
    BufferedImage both =
        new BufferedImage(
            left.getWidth() + gap + right.getWidth(), left.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = both.createGraphics();
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.fillRect(0, 0, both.getWidth(), both.getHeight());
    graphics.drawImage(left, 0, 0, null);
    graphics.drawImage(right, left.getWidth() + gap, 0, null);
    graphics.dispose();
    try {
      Files.createDirectories(SCREENSHOTS);
      ImageIO.write(both, "png", SCREENSHOTS.resolve(name + ".png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
