package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page's modules that have logic and no elements, each on its own, in the browser. */
@TestInstance(Lifecycle.PER_CLASS)
class PageLogicIT {
  private Browser browser;
  private ChatServer server;
  private ChatPage page;

  @BeforeAll
  void openPage(@TempDir(cleanup = CleanupMode.NEVER) Path profile) {
    browser = Browser.start(profile);
    server = ChatServer.start(new Arguments("127.0.0.1", 0));
    page = browser.open(server.address());
  }

  @AfterAll
  void closeAll() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aUserJoinsWithTheFirstConnectionAndLeavesWithTheLast() {
    assertThat(
            evaluate(
                "presence.js",
                """
                const room = new module.Presence();
                return [room.joined("Bob", "b1", null), room.joined("Bob", "b2", null), room.users().length,
                        room.left("Bob", "b1"), room.left("Bob", "b2"), room.left("Bob", "b2"), room.users().length];
                """))
        .isEqualTo(results("joined", null, 1L, false, true, false, 0L));
  }

  @Test
  void aConnectionThatReplacesAnotherIsNoNews() {
    assertThat(
            evaluate(
                "presence.js",
                """
                const room = new module.Presence();
                room.listed([{ connectionId: "b1", user: "Bob" }]);
                return [room.joined("Bob", "b2", "b1"), room.left("Bob", "b1"), room.has("Bob"), room.left("Bob", "b2")];
                """))
        .isEqualTo(results(null, false, true, true));
  }

  @Test
  void aUserWhoseReplacedConnectionIsUnknownIsBack() {
    assertThat(
            evaluate(
                "presence.js",
                "const room = new module.Presence(); return [room.joined('Bob', 'b2', 'b1')];"))
        .isEqualTo(results("back"));
  }

  @Test
  void nobodyCanReplaceTheConnectionOfSomebodyElse() {
    assertThat(
            evaluate(
                "presence.js",
                """
                const room = new module.Presence();
                room.listed([{ connectionId: "b1", user: "Bob" }]);
                room.joined("Eve", "e1", "b1");
                return [room.users().join(), room.left("Eve", "b1"), room.has("Bob")];
                """))
        .isEqualTo(results("Bob,Eve", false, true));
  }

  @Test
  void aConnectionThatLeftIsNotInAListThatIsOlder() {
    assertThat(
            evaluate(
                "presence.js",
                """
                const room = new module.Presence();
                room.left("Bob", "b");
                room.listed([{ connectionId: "b", user: "Bob" }, { connectionId: "e", user: "Eve" }]);
                return [room.users().join(), room.joined("Bob", "b", null), room.users().join()];
                """))
        .isEqualTo(results("Eve", "joined", "Bob,Eve"));
  }

  @Test
  void attemptsToReconnectSlowDownAndNeverEnd() {
    assertThat(
            evaluate(
                "link.js",
                "return [0, 1, 2, 3, 4, 1000].map((n) => module.retryDelay(n, () => 0.5));"))
        .isEqualTo(results(0L, 500L, 1000L, 2000L, 4000L, 4000L));
  }

  @Test
  void attemptsToReconnectAreSpreadByAQuarterEitherWay() {
    assertThat(
            evaluate(
                "link.js",
                "return [module.retryDelay(9, () => 0), module.retryDelay(9, () => 1)];"))
        .isEqualTo(results(3000L, 5000L));
  }

  @Test
  void aConversationForgetsItsOldestEntries() {
    assertThat(
            evaluate(
                "conversations.js",
                """
                const room = new module.Conversation("room", "java");
                for (let i = 0; i < module.MAX_ENTRIES + 5; i++) {
                  room.add({ kind: "message", from: "Bob", text: String(i), at: i });
                }
                return [room.entries.length, room.entries[0].text];
                """))
        .isEqualTo(results(300L, "5"));
  }

  @Test
  void aUserIsWritingUntilTheMessageComesOrTimePasses() {
    assertThat(
            evaluate(
                "conversations.js",
                """
                const room = new module.Conversation("room", "java");
                room.noteTyping("Bob", 1000);
                room.noteTyping("Eve", 1000);
                const before = room.typists(1001).join();
                room.add({ kind: "message", from: "Bob", text: "so", at: 1 });
                return [before, room.typists(4999).join(), room.typists(5000).join()];
                """))
        .isEqualTo(results("Bob,Eve", "Eve", ""));
  }

  @Test
  void conversationsAreListedByKindAndOpenedOnce() {
    assertThat(
            evaluate(
                "conversations.js",
                """
                const all = new module.Conversations();
                all.open("user", "Bob");
                all.open("room", "java").unread = 2;
                all.open("room", "java").unread++;
                all.open("room", "old");
                all.close(all.find("room", "old"));
                return [all.all().map((it) => it.key).join(), all.unread(), all.find("room", "Bob") === undefined];
                """))
        .isEqualTo(results("all:,room:java,user:Bob", 3L, true));
  }

  private Object evaluate(String module, String body) {
    return page.run("const module = await import('/" + module + "');" + body);
  }

  private static List<@Nullable Object> results(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
