package dev.nave.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Two boards in two browsers, on two servers that a real Redis links. */
class OrderBoardIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path profiles;
  private final List<ConfigurableApplicationContext> servers = new ArrayList<>();
  private final List<ChromeDriver> browsers = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServer.started();
  }

  @AfterEach
  void stop() {
    browsers.forEach(ChromeDriver::quit);
    servers.forEach(ConfigurableApplicationContext::close);
    redis.close();
  }

  private int server() {
    ConfigurableApplicationContext server =
        SpringApplication.run(
            OrdersApplication.class,
            OrdersApplication.properties(
                "--redis",
                "--spring.data.redis.port=" + redis.port(),
                "--server.port=0",
                "--server.servlet.session.cookie.name=orders-" + servers.size()));
    servers.add(server);
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private ChromeDriver board(int port, String user) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium"));
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1000,700",
        "--user-data-dir=" + profiles.resolve(user).toAbsolutePath());
    ChromeDriver browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(program("chromedriver")).toFile())
                .usingAnyFreePort()
                .build(),
            options);
    browsers.add(browser);
    browser.get("http://localhost:" + port + "/");
    browser.findElement(By.name("username")).sendKeys(user);
    browser.findElement(By.name("password")).sendKeys(user);
    browser.findElement(By.cssSelector("button[type=submit]")).click();
    await(browser, "#link", "live");
    return browser;
  }

  private static String program(String name) {
    for (String folder : Objects.requireNonNull(System.getenv("PATH")).split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return Path.of(folder, name).toString();
      }
    }
    throw new IllegalStateException(name + " is not on the PATH");
  }

  private static void await(ChromeDriver browser, String selector, String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> browser.findElement(By.cssSelector(selector)).getText().contains(text));
  }

  @Test
  void aBoardShowsOrdersOfBothServersPricesAndRefusals() throws Exception {
    int one = server();
    int two = server();
    ChromeDriver ann = board(one, "ann");
    ChromeDriver bob = board(two, "bob");

    ann.findElement(By.id("quantity")).clear();
    ann.findElement(By.id("quantity")).sendKeys("3");
    ann.findElement(By.cssSelector("#place button")).click();

    await(bob, "#orders tr", "placed");
    assertThat(bob.findElements(By.cssSelector("#orders td")).stream().map(WebElement::getText))
        .contains("ann", "Apples", "3");
    await(bob, "#prices", "Coffee");
    ann.findElement(By.cssSelector("#orders button")).click();
    await(ann, "#error", "Access is denied");
    bob.findElement(By.cssSelector("#orders button")).click();
    await(ann, "#orders tr", "confirmed");
    screenshot(ann, "order-board");

    assertThat(post(one, "/api/orders/1/shipped")).isEqualTo(200);
    await(bob, "#orders tr", "shipped");
    assertThat(get(two, "/actuator/health/readiness")).contains("UP");
    assertThat(get(two, "/actuator/health")).contains("\"backplane\":\"UP\"");
    assertThat(get(two, "/actuator/prometheus")).contains("nave_connections");
  }

  private static void screenshot(ChromeDriver browser, String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  private static int post(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(request(port, path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
        .statusCode();
  }

  private static String get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(request(port, path).build(), BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder request(int port, String path) {
    String bob = Base64.getEncoder().encodeToString("bob:bob".getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Authorization", "Basic " + bob);
  }
}
