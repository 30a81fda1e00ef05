package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** People who chat in real browser windows, with the official JavaScript client. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatBrowserIT {
  private static final String LOBBY = "room:lobby";

  private Browser browser;
  private ChatServer server;

  @BeforeAll
  void startBrowser(@TempDir(cleanup = CleanupMode.NEVER) Path profile) {
    browser = Browser.start(profile);
  }

  @AfterAll
  void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void startServer() {
    server = ChatServer.start(new Arguments("127.0.0.1", 0));
  }

  @AfterEach
  void closePagesAndStopServer() {
    browser.closePages();
    server.close();
  }

  @Test
  void showsWhatIsSaidInARoomToAllWhoAreInIt() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    ada.awaitNotice("Bob joined").awaitMember("Bob");
    bob.awaitMember("Ada");

    ada.say("Hello Bob! Does the page run on the hub server?");
    bob.awaitMessage("Ada", "Hello Bob! Does the page run on the hub server?");
    bob.say("It does: the JavaScript client did not notice a difference.");
    ada.awaitMessage("Bob", "It does: the JavaScript client did not notice a difference.");
    bob.type("And");
    ada.awaitText("#typing", "Bob is writing …").screenshot("room");
    ada.screenshotsOfPhone("room");

    bob.leaveRoom();
    ada.awaitNotice("Bob left").awaitNoMember("Bob");
    assertThat(bob.conversations()).doesNotContain(LOBBY);
  }

  @Test
  void showsWhatComesOverCompressedWebSockets() {
    server.close();
    server =
        ChatServer.start(
            new Arguments("127.0.0.1", 0),
            transport -> transport.compression(true).compressionThreshold(0));
    ChatPage ada = browser.open(server.address()).keepWebSockets().signInAndConnect("Ada");
    ChatPage bob = browser.open(server.address()).keepWebSockets().signInAndConnect("Bob");
    ada.awaitMember("Bob");

    String text = "The same, and the same again. ".repeat(15).strip();
    ada.say(text);
    bob.awaitMessage("Ada", text).say("Short.");
    ada.awaitMessage("Bob", "Short.");

    for (ChatPage page : List.of(ada, bob)) {
      assertThat(page.extensionsOfWebSockets())
          .startsWith("permessage-deflate")
          .contains("server_no_context_takeover");
    }
  }

  @Test
  void keepsRoomsApart() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    ada.joinRoom("Java").awaitConversation("room:java").awaitMember("Ada");
    bob.joinRoom("java").awaitConversation("room:java").awaitMember("Ada");
    ChatPage eve = open("Eve");

    ada.openConversation("room:java").say("Only in #java.");
    bob.awaitMessage("Ada", "Only in #java.");
    ada.openConversation(LOBBY).say("And this in the lobby.");
    eve.awaitMessage("Ada", "And this in the lobby.");

    assertThat(eve.messages()).containsExactly("And this in the lobby.");
    assertThat(eve.conversations()).doesNotContain("room:java");
  }

  @Test
  void showsAPrivateMessageToItsTwoUsersOnly() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    ChatPage eve = open("Eve");
    ada.awaitMember("Bob");

    ada.writePrivatelyTo("Bob").say("This is between us.");
    bob.awaitConversation("user:Ada").screenshot("unread");
    bob.openConversation("user:Ada").awaitMessage("Ada", "This is between us.");
    bob.awaitText("#audience", "Private: only Ada and you read this.").say("Of course.");
    ada.awaitMessage("Bob", "Of course.").screenshot("private");

    ada.openConversation(LOBBY).say("Anything new?"); // Sent later: what Eve was to get came first.
    eve.awaitMessage("Ada", "Anything new?");
    assertThat(eve.conversations()).containsExactly("all:", LOBBY);
    assertThat(eve.messages()).containsExactly("Anything new?");
  }

  @Test
  void showsAMessageToAllWhicheverRoomsTheyAreIn() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    bob.leaveRoom().openConversation("all:");

    ada.openConversation("all:").say("Coffee is ready.");

    bob.awaitMessage("Ada", "Coffee is ready.").screenshot("everyone");
  }

  @Test
  void connectsAgainByItselfWhenTheServerComesBack() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    ada.awaitMember("Bob").say("Before the restart.");
    bob.awaitMessage("Ada", "Before the restart.");
    int port = URI.create(server.address()).getPort();

    server.close();
    ada.awaitLink(state -> state.startsWith("reconnecting")).screenshot("reconnecting");
    bob.awaitLink(state -> state.startsWith("reconnecting"));
    server = ChatServer.start(new Arguments("127.0.0.1", port));

    ada.awaitLink("connected"::equals).awaitMember("Bob");
    bob.awaitLink("connected"::equals).awaitMember("Ada");
    bob.say("And after it.");
    ada.awaitMessage("Bob", "And after it.").screenshot("reconnected");
    ada.awaitMessage("Ada", "Before the restart.");
  }

  @Test
  void offersToTryAgainIfTheServerDoesNotAnswer() {
    ChatPage ada = browser.open(server.address());
    int port = URI.create(server.address()).getPort();
    server.close();

    ada.signIn("Ada").awaitLink("disconnected: the server does not answer"::equals);
    ada.screenshot("disconnected").screenshotsOfPhone("disconnected");
    server = ChatServer.start(new Arguments("127.0.0.1", port));
    ada.connectAgain().awaitLink("connected"::equals).awaitMember("Ada");
  }

  @Test
  void takesTwoTabsOfOneUserForOneUser() {
    ChatPage ada = open("Ada");
    ChatPage firstTab = open("Bob");
    ada.awaitMember("Bob");
    ChatPage secondTab = open("Bob");

    secondTab.say("From the second tab.");
    firstTab.awaitMessage("Bob", "From the second tab.");
    ada.awaitMessage("Bob", "From the second tab.");
    assertThat(ada.members()).containsExactly("Ada", "Bob");

    secondTab.close();
    firstTab.say("Still here.");
    ada.awaitMessage("Bob", "Still here.").awaitMember("Bob");
    firstTab.close();
    ada.awaitNotice("Bob left").awaitNoMember("Bob");
    assertThat(ada.notices()).filteredOn(it -> it.startsWith("Bob joined")).hasSize(1);
    assertThat(ada.notices()).filteredOn(it -> it.startsWith("Bob left")).hasSize(1);
  }

  @Test
  void showsMarkupAsTheTextItIs() {
    ChatPage ada = open("Ada");
    ChatPage bob = open("Bob");
    String markup = "<img src=x onerror=\"document.title='broken'\"><script>alert(1)</script>";

    ada.say(markup);

    bob.awaitMessage("Ada", markup);
    assertThat(bob.has("#log img")).isFalse();
    assertThat(bob.has("#log script")).isFalse();
  }

  @Test
  void showsWhatTheServerRefuses() {
    ChatPage ada = open("Ada");

    ada.joinRoom("<b>")
        .awaitText(
            "#error",
            "The room name must begin with a letter or digit and may contain letters, digits,"
                + " spaces and . _ ' - only.");
    ada.run(
        "document.getElementById('text').maxLength = 9999;"
            + "document.getElementById('text').value = 'x'.repeat(2001);"
            + "document.getElementById('composer').requestSubmit();"
            + "return true;");
    ada.awaitText("#error", "The message has 2001 characters; at most 2000 are allowed.")
        .screenshot("refused");
  }

  @Test
  void asksForAnotherNameIfTheServerDoesNotTakeIt() {
    ChatPage page =
        browser.open(server.address()).screenshot("welcome").screenshotsOfPhone("welcome");

    page.signIn("-")
        .awaitText(
            "#sign-in-error",
            "The server does not take this name. Use letters and digits, up to 24 of them.");
    page.signInAndConnect("Ada");
  }

  @Test
  void remembersNameAndRoomsWhenATabIsLoadedAgain() {
    ChatPage ada = open("Ada");
    ada.joinRoom("java").awaitConversation("room:java").awaitMember("Ada");

    ada.reload().awaitLink("connected"::equals);

    ada.awaitMember("Ada");
    assertThat(ada.conversations()).containsExactly("all:", LOBBY, "room:java");
  }

  private ChatPage open(String user) {
    return browser.open(server.address()).signInAndConnect(user);
  }
}
