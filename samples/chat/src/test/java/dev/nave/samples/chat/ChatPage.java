package dev.nave.samples.chat;

import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The chat's page in one window, as its user sees it. Test thread only. */
final class ChatPage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SERVER = "on server ";

  private final Browser browser;
  private final ChromeDriver driver;
  private final String window;

  ChatPage(Browser browser, ChromeDriver driver, String window) {
    this.browser = browser;
    this.driver = driver;
    this.window = window;
  }

  ChatPage signIn(String name) {
    WebElement field = element("#name");
    field.clear();
    field.sendKeys(name, Keys.ENTER);
    return this;
  }

  ChatPage signInAndConnect(String name) {
    signIn(name).awaitLink("connected"::equals);
    return awaitMember(name);
  }

  ChatPage awaitLink(Predicate<String> expected) {
    awaitTrue("the link's state", () -> expected.test(text("#link-text")));
    return this;
  }

  /** Returns when the page is on some server, and says which. */
  String awaitServer() {
    awaitTrue("the server's name", () -> text("#server").startsWith(SERVER));
    return text("#server").substring(SERVER.length());
  }

  /** Returns when the page says this of its server, such as {@code a}. */
  ChatPage awaitServer(String expected) {
    return awaitText("#server", SERVER + expected);
  }

  ChatPage connectAgain() {
    click("#retry");
    return this;
  }

  ChatPage openConversation(String key) {
    click("button.conversation[data-key='" + key + "']");
    return this;
  }

  ChatPage awaitConversation(String key) {
    awaitElement("button.conversation[data-key='" + key + "']");
    return this;
  }

  ChatPage joinRoom(String room) {
    click("#join");
    element("#room").sendKeys(room, Keys.ENTER);
    return this;
  }

  ChatPage leaveRoom() {
    click("#leave");
    return this;
  }

  ChatPage writePrivatelyTo(String user) {
    click("#member-list button[data-key='" + user + "']");
    return this;
  }

  ChatPage type(String text) {
    element("#text").sendKeys(text);
    return this;
  }

  /** Presses the Enter key, and does not wait for what comes of it. */
  ChatPage enter() {
    return type(Keys.ENTER.toString());
  }

  /** Returns what stands in the composer. */
  String draft() {
    return Objects.toString(element("#text").getDomProperty("value"), "");
  }

  /** Types a message and sends it with the Enter key; waits until the server took it. */
  ChatPage say(String text) {
    type(text + Keys.ENTER);
    awaitTrue("an empty composer", () -> draft().isEmpty());
    return this;
  }

  ChatPage awaitMessage(String from, String text) {
    awaitTrue(
        "a message from " + from,
        () ->
            elements(".message").stream()
                .anyMatch(
                    message ->
                        textOf(message, ".from").equals(from)
                            && textOf(message, ".text").equals(text)));
    return this;
  }

  ChatPage awaitNotice(String text) {
    awaitTrue(
        "the notice \"" + text + "\"",
        () -> notices().stream().anyMatch(it -> it.startsWith(text)));
    return this;
  }

  ChatPage awaitMember(String user) {
    awaitTrue(user + " in the list", () -> members().contains(user));
    return this;
  }

  ChatPage awaitNoMember(String user) {
    awaitTrue(user + " gone from the list", () -> !members().contains(user));
    return this;
  }

  ChatPage awaitText(String selector, String expected) {
    awaitTrue(selector + " with \"" + expected + "\"", () -> text(selector).equals(expected));
    return this;
  }

  List<String> messages() {
    return elements(".message .text").stream().map(ChatPage::textOf).toList();
  }

  List<String> notices() {
    return elements(".notice").stream().map(ChatPage::textOf).toList();
  }

  List<String> members() {
    return elements("#member-list .name").stream().map(ChatPage::textOf).toList();
  }

  List<String> conversations() {
    return elements("button.conversation").stream()
        .map(button -> Objects.toString(button.getDomAttribute("data-key"), ""))
        .toList();
  }

  String text(String selector) {
    return textOf(element(selector));
  }

  boolean has(String selector) {
    return !elements(selector).isEmpty();
  }

  /** Runs the body of an async function and returns its result, or the text of its error. */
  Object run(String body) {
    String script =
        "const done = arguments[arguments.length - 1];"
            + "(async () => { "
            + body
            + " })().then(done, (error) => done(String(error)));";
    return Objects.requireNonNull(use().executeAsyncScript(script), body);
  }

  /** Returns when an expression of the page's is true. */
  ChatPage awaitTrue(String what, String expression) {
    awaitTrue(what, () -> Boolean.TRUE.equals(run("return " + expression + ";")));
    return this;
  }

  /** Keeps the WebSockets that the page opens from now on. */
  ChatPage keepWebSockets() {
    run(
        """
        window.opened = [];
        window.WebSocket = class extends WebSocket {
          constructor(...how) {
            super(...how);
            window.opened.push(this);
          }
        };
        return true;
        """);
    return this;
  }

  /** Returns what was agreed on for those that were kept. */
  String extensionsOfWebSockets() {
    return String.valueOf(run("return window.opened.map(each => each.extensions).join();"));
  }

  ChatPage reload() {
    use().navigate().refresh();
    return this;
  }

  ChatPage screenshot(String name) {
    use();
    browser.screenshot(name);
    return this;
  }

  /** Returns the page as a picture of that size. */
  BufferedImage picture(int width, int height) {
    use();
    browser.resize(width, height);
    BufferedImage picture = browser.picture();
    browser.resize(1280, 800);
    return picture;
  }

  /** Returns the server that the balancer's cookie names. */
  String stickyServer() {
    return Objects.requireNonNull(use().manage().getCookieNamed("nave_server")).getValue();
  }

  /** Puts another server into the balancer's cookie. */
  ChatPage stickTo(String server) {
    use().manage().deleteCookieNamed("nave_server");
    driver.manage().addCookie(new Cookie.Builder("nave_server", server).path("/").build());
    return this;
  }

  /** Saves the page as a telephone shows it, in light and dark. */
  ChatPage screenshotsOfPhone(String name) {
    use();
    browser.resize(390, 844);
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      browser.screenshot(name + "-phone-" + scheme);
    }
    browser.prefer("light");
    browser.resize(1280, 800);
    return this;
  }

  void close() {
    use().close();
  }

  private ChromeDriver use() {
    driver.switchTo().window(window);
    return driver;
  }

  private WebElement element(String selector) {
    return use().findElement(By.cssSelector(selector));
  }

  private List<WebElement> elements(String selector) {
    return use().findElements(By.cssSelector(selector));
  }

  private void awaitElement(String selector) {
    awaitTrue(selector, () -> has(selector));
  }

  /** The page may redraw a list before it is clicked; then what stands there now is. */
  private void click(String selector) {
    awaitTrue(
        selector,
        () -> {
          element(selector).click();
          return true;
        });
  }

  /** The page may redraw a list while it is read; then it is read again. */
  private static void awaitTrue(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(condition);
  }

  private static String textOf(WebElement parent, String selector) {
    return textOf(parent.findElement(By.cssSelector(selector)));
  }

  /** Returns the text as it is in the document, hidden or not. */
  private static String textOf(WebElement element) {
    return Objects.toString(element.getDomProperty("textContent"), "");
  }
}
