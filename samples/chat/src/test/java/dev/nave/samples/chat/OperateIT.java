package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The operator's page, and what those see who are removed there. */
class OperateIT {
  private static final String KEY = "a-key-of-a-test";

  @Test
  void operatorSeesRoomsAndServersAndEndsTheConnectionsOfAUser(
      @TempDir(cleanup = CleanupMode.NEVER) Path profile) {
    try (ChatServer server = ChatServer.start(Arguments.parse("--port", "0", "--operate", KEY));
        Browser browser = Browser.start(profile)) {
      ChatPage ada = browser.open(server.address()).signInAndConnect("Ada");
      ChatPage bob = browser.open(server.address()).signInAndConnect("Bob");
      ChatPage operator = browser.open(server.address() + "operate");
      open(operator, KEY);
      await().until(() -> text(operator, "rooms").contains("Bob"));
      assertThat(text(operator, "rooms")).contains("lobby: 2").contains("Ada");
      assertThat(text(operator, "servers")).contains("2 connections");

      operator.run("document.querySelector('[data-user=Bob] button').click(); return true;");

      bob.awaitLink("disconnected: An operator has ended your connection."::equals);
      ada.awaitNotice("Bob left").awaitNoMember("Bob");
      await().until(() -> text(operator, "state").equals("1 connections of Bob were ended"));
      await().until(() -> text(operator, "rooms").contains("lobby: 1"));
    }
  }

  @Test
  void nothingIsShownWithoutTheKey(@TempDir(cleanup = CleanupMode.NEVER) Path profile) {
    try (ChatServer server = ChatServer.start(Arguments.parse("--port", "0", "--operate", KEY));
        Browser browser = Browser.start(profile)) {
      ChatPage operator = browser.open(server.address() + "operate");

      open(operator, "another");

      await().until(() -> text(operator, "state").contains("closed"));
      assertThat(text(operator, "rooms")).isEmpty();
    }
  }

  private static void open(ChatPage page, String key) {
    page.run(
        "document.getElementById('key').value = '"
            + key
            + "'; document.getElementById('enter').requestSubmit(); return true;");
  }

  private static String text(ChatPage page, String id) {
    return String.valueOf(page.run("return document.getElementById('" + id + "').textContent;"));
  }
}
