package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.redis.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** People who chat in browser windows, on two servers that a real Redis links. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatRedisIT {
  private static final String LOBBY = "room:lobby";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Browser browser;
  private RedisServer redis;
  private ChatProcess first;
  private ChatProcess second;

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
  void startRedisAndServers() {
    redis = RedisServer.started();
    first = ChatProcess.launch("--port", "0", "--redis", redis.address());
    second = ChatProcess.launch("--port", "0", "--redis", redis.address());
    first.awaitStart();
    second.awaitStart();
  }

  @AfterEach
  void closePagesAndStopServers() {
    browser.closePages();
    if (second != null) {
      second.close();
    }
    if (first != null) {
      first.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void carriesAConversationAcrossServers() {
    ChatPage ada = open(first, "Ada");
    ChatPage bob = open(second, "Bob");
    ada.awaitNotice("Bob joined").awaitMember("Bob");
    bob.awaitMember("Ada");

    ada.say("Hello Bob! I am on the first server.");
    bob.awaitMessage("Ada", "Hello Bob! I am on the first server.");
    bob.say("And I am on the second one.");
    ada.awaitMessage("Bob", "And I am on the second one.");
    bob.type("But");
    ada.awaitText("#typing", "Bob is writing …").screenshot("two-servers");

    ada.writePrivatelyTo("Bob").say("Only you can read this.");
    bob.awaitConversation("user:Ada").openConversation("user:Ada");
    bob.awaitMessage("Ada", "Only you can read this.").say("I do.");
    ada.awaitMessage("Bob", "I do.").screenshot("two-servers-private");

    ada.openConversation("all:").say("Coffee is ready.");
    bob.openConversation("all:").awaitMessage("Ada", "Coffee is ready.");

    ada.openConversation(LOBBY);
    bob.openConversation(LOBBY).leaveRoom();
    ada.awaitNotice("Bob left").awaitNoMember("Bob");
    bob.joinRoom("lobby").awaitMember("Ada");
    ada.awaitMember("Bob");
    bob.close();
    ada.awaitNoMember("Bob");
  }

  @Test
  void refusesWhatIsWrittenWhileRedisIsAwayAndGoesOnAfterwards() {
    ChatPage ada = open(first, "Ada");
    ChatPage bob = open(second, "Bob");
    ChatPage eve = open(second, "Eve");
    ada.awaitMember("Bob").awaitMember("Eve").say("Before the outage.");
    bob.awaitMember("Ada").awaitMessage("Ada", "Before the outage.");

    redis.kill();
    ada.type("Does anybody read me?");
    await().atMost(PATIENCE).until(() -> ada.enter().text("#error").equals(Sent.NOT_SENT));
    ada.screenshot("two-servers-without-redis");
    assertThat(ada.draft()).isEqualTo("Does anybody read me?");
    assertThat(ada.text("#link-text")).isEqualTo("connected");
    eve.close(); // Nobody can be told.

    redis.start();
    await()
        .atMost(PATIENCE)
        .until(() -> redis.subscribers(ChatHub.class.getName() + ":group:lobby") == 2);
    await().atMost(PATIENCE).until(() -> ada.enter().draft().isEmpty());
    bob.awaitMessage("Ada", "Does anybody read me?").say("Now we do.");
    ada.awaitMessage("Bob", "Now we do.").awaitText("#error", "");
    ada.awaitNotice("Eve is out of reach").awaitNoMember("Eve");
    ada.screenshot("two-servers-after-redis-came-back");
    assertThat(ada.members()).containsExactly("Ada", "Bob");
    assertThat(bob.messages())
        .containsExactly("Before the outage.", "Does anybody read me?", "Now we do.");
  }

  @Test
  void forgetsThePeopleOfAServerThatDied() {
    ChatPage ada = open(first, "Ada");
    ChatPage bob = open(second, "Bob");
    ada.awaitMember("Bob");

    second.kill();

    bob.awaitLink(state -> state.startsWith("reconnecting"));
    ada.awaitNotice("Bob is out of reach").awaitNoMember("Bob");
    assertThat(ada.members()).containsExactly("Ada");
  }

  private ChatPage open(ChatProcess server, String user) {
    return browser.open(server.address()).signInAndConnect(user);
  }
}
