package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * People with two browsers, so with cookies of their own, who chat through a load balancer: what is
 * the same whichever it is.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FarmBrowsers {
  static final String LOBBY = "room:lobby";

  private Browser first;
  private Browser second;
  ChatFarm farm;

  /** Returns what stands in front. */
  abstract LoadBalancer.Kind kind();

  @BeforeAll
  void startBrowsers(
      @TempDir(cleanup = CleanupMode.NEVER) Path profile,
      @TempDir(cleanup = CleanupMode.NEVER) Path otherProfile) {
    first = Browser.start(profile);
    second = Browser.start(otherProfile);
  }

  @AfterAll
  void stopBrowsers() {
    for (Browser browser : new Browser[] {first, second}) {
      if (browser != null) {
        browser.close();
      }
    }
  }

  @BeforeEach
  void startFarm() {
    farm = new ChatFarm(kind(), "--when-unavailable", "local-only");
  }

  @AfterEach
  void closePagesAndStopFarm() {
    first.forgetCookiesAndClosePages();
    second.forgetCookiesAndClosePages();
    if (farm != null) {
      farm.close();
    }
  }

  /** Opens a page of the first browser. */
  ChatPage open(String user) {
    return first.open(farm.front()).signInAndConnect(user);
  }

  /** Opens a page of the second browser. */
  ChatPage openInSecond(String user) {
    return second.open(farm.front()).signInAndConnect(user);
  }

  @Test
  void twoBrowsersLandOnDifferentServersAndTalk() {
    ChatPage ada = open("Ada");
    ChatPage bob = openInSecond("Bob");
    assertThat(bob.awaitServer()).isEqualTo(ChatFarm.other(ada.awaitServer()));
    ada.awaitNotice("Bob joined").awaitMember("Bob");
    bob.awaitMember("Ada");

    ada.say("Hello Bob! Which server are you on?");
    bob.awaitMessage("Ada", "Hello Bob! Which server are you on?");
    bob.say("Not on yours. The load balancer put us on two.");
    ada.awaitMessage("Bob", "Not on yours. The load balancer put us on two.");
    Browser.saveSideBySide("farm-" + kind(), ada.picture(860, 520), bob.picture(860, 520));

    ada.writePrivatelyTo("Bob").say("Only you can read this.");
    bob.awaitConversation("user:Ada").openConversation("user:Ada");
    bob.awaitMessage("Ada", "Only you can read this.").say("I do.");
    ada.awaitMessage("Bob", "I do.");
    ada.openConversation("all:").say("Coffee is ready.");
    bob.openConversation("all:").awaitMessage("Ada", "Coffee is ready.");

    ada.openConversation(LOBBY);
    bob.openConversation(LOBBY).leaveRoom();
    ada.awaitNotice("Bob left").awaitNoMember("Bob");
  }

  @Test
  void pagesOfOneBrowserAreOnOneServer() {
    String server = open("Ada").awaitServer();

    assertThat(open("Eve").awaitServer()).isEqualTo(server);
    assertThat(open("Mia").reload().awaitServer()).isEqualTo(server);
  }

  @Test
  void pageOfAServerThatIsKilledIsOnTheOtherOneAndTalksAgain() {
    ChatPage ada = open("Ada");
    ChatPage bob = openInSecond("Bob");
    String killed = ada.awaitServer();
    ada.awaitMember("Bob");
    bob.awaitMember("Ada");

    farm.server(killed).kill();

    ada.awaitServer(ChatFarm.other(killed)).awaitMember("Bob").say("My server is gone.");
    bob.awaitMessage("Ada", "My server is gone.").say("You are on mine now.");
    ada.awaitMessage("Bob", "You are on mine now.").screenshot("farm-killed-" + kind());

    farm.start(killed);
    farm.awaitChosen(killed);
    ada.say("Still here.");
    bob.awaitMessage("Ada", "Still here.");
  }

  @Test
  void pageOfAServerThatIsStoppedMovesWithoutAnError() throws IOException {
    ChatPage ada = open("Ada");
    ChatPage bob = openInSecond("Bob");
    String stopped = ada.awaitServer();
    ada.awaitMember("Bob");
    watchErrors(ada);

    farm.server(stopped).beginToStop();

    ada.awaitServer(ChatFarm.other(stopped)).awaitMember("Bob").say("I was asked to move.");
    bob.awaitMessage("Ada", "I was asked to move.");
    assertThat(ada.run("return window.errors;")).asString().isEmpty();
    assertThat(farm.server(stopped).awaitCounters().lost()).isZero();
  }

  /**
   * The cookie is lost between the two requests of a connection, and the balancer chooses again:
   * wrongly, by the test's doing.
   */
  @Test
  void clientThatLosesItsCookieIsRefusedAndRecoversByNegotiatingAgain() {
    ChatPage page = first.open(farm.front());
    String negotiatedWith = page.stickyServer();
    page.run(
        """
        class Gated extends signalR.DefaultHttpClient {
          async send(request) {
            const response = await super.send(request);
            window.negotiated = true;
            await window.gate;
            return response;
          }
        }
        window.gate = new Promise((open) => (window.openGate = open));
        window.hub = new signalR.HubConnectionBuilder()
          .withUrl("chat?name=Ada", {
            httpClient: new Gated(signalR.NullLogger.instance),
            transport: signalR.HttpTransportType.WebSockets,
          })
          .build();
        window.first = window.hub.start().then(() => "connected", String);
        return true;
        """);
    page.awaitTrue("the negotiation", "window.negotiated === true");

    page.stickTo(ChatFarm.other(negotiatedWith));

    assertThat(page.run("window.openGate(); return await window.first;"))
        .asString()
        .contains("the connection ID is not present on the server", "sticky sessions");
    assertThat(page.run("await window.hub.start(); return window.hub.state;"))
        .isEqualTo("Connected");
  }

  /** Has a page write down what it shows as an error, and each time that the link is given up. */
  private static void watchErrors(ChatPage page) {
    page.run(
        """
        window.errors = "";
        const note = () => {
          window.errors += document.getElementById("error").textContent;
          if (document.getElementById("link").dataset.state === "disconnected") {
            window.errors += "disconnected";
          }
        };
        const all = { subtree: true, childList: true, attributes: true, characterData: true };
        new MutationObserver(note).observe(document.getElementById("chat"), all);
        return true;
        """);
  }
}
