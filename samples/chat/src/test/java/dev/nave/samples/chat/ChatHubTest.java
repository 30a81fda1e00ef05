package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.backplane.BackplaneTimeoutException;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.TypedHubClients;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub, without a socket and without the page. */
class ChatHubTest {
  private static final long NOW = 1_700_000_000_000L;

  private final CutOffBackplane backplane = new CutOffBackplane();
  private final ServerSign sign = new ServerSign("a", true);
  private final HubTester tester = HubTester.of("/chat", this::configure);

  private final TestClient ada = connect("Ada");
  private final TestClient bob = connect("Bob");

  private void configure(HubServerBuilder server) {
    server.backplane(backplane);
    ChatServer.configure(server, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), sign);
  }

  @AfterEach
  void nothingElseWasSent() {
    ada.expectNothing();
    bob.expectNothing();
    tester.close();
  }

  @Test
  void announcesANewcomerToTheRoom() {
    join(ada, "lobby");

    bob.invoke("Join", "lobby", null);

    assertReceived(ada, "joined", "lobby", "Bob", bob.connectionId(), null);
    assertReceived(bob, "joined", "lobby", "Bob", bob.connectionId(), null);
  }

  @Test
  void saysWhichConnectionAReturningPageReplaces() {
    ada.invoke("Join", "lobby", "old");

    assertReceived(ada, "joined", "lobby", "Ada", ada.connectionId(), "old");
  }

  @Test
  void returnsTheRoomsNameAsAllPagesWriteIt() {
    assertThat(ada.invoke(String.class, "Join", " Java ", null)).isEqualTo("java");
    ada.expect("joined");
  }

  @Test
  void listsWhoIsInTheRoom() {
    join(ada, "lobby");
    join(bob, "lobby");
    ada.expect("joined");

    assertThat(ada.invoke(Member[].class, "Members", "lobby"))
        .containsExactlyInAnyOrder(
            new Member(ada.connectionId(), "Ada"), new Member(bob.connectionId(), "Bob"));
  }

  @Test
  void sendsAMessageToAllInTheRoomWithTheServersTime() {
    join(ada, "lobby");
    TestClient eve = connect("Eve");

    ada.invoke("Send", "lobby", " hello ");

    assertReceived(ada, "message", "lobby", "Ada", "hello", NOW);
    eve.expectNothing();
  }

  @Test
  void saysWhoWritesToTheOthersInTheRoom() {
    join(ada, "lobby");
    join(bob, "lobby");
    ada.expect("joined");

    ada.invoke("Typing", "lobby");

    assertReceived(bob, "typing", "lobby", "Ada");
  }

  @Test
  void tellsTheRoomWhoLeaves() {
    join(ada, "lobby");
    join(bob, "lobby");
    ada.expect("joined");

    bob.invoke("Leave", "lobby");
    bob.invoke("Leave", "lobby");

    assertReceived(ada, "left", "lobby", "Bob", bob.connectionId(), false);
    ada.invoke("Send", "lobby", "alone?");
    ada.expect("message");
  }

  @Test
  void tellsAllRoomsOfAConnectionThatIsGone() {
    TestClient eve = connect("Eve");
    join(eve, "lobby");
    join(eve, "java");
    join(ada, "lobby");
    join(bob, "java");

    eve.cut();

    assertReceived(ada, "left", "lobby", "Eve", eve.connectionId(), false);
    assertReceived(bob, "left", "java", "Eve", eve.connectionId(), false);
  }

  @Test
  void sendsAPrivateMessageToAllConnectionsOfBothUsersAndNobodyElse() {
    TestClient secondTab = connect("Bob");
    TestClient eve = connect("Eve");

    ada.invoke("SendPrivately", "Bob", "psst");

    assertReceived(ada, "privateMessage", "Ada", "Bob", "psst", NOW);
    assertReceived(bob, "privateMessage", "Ada", "Bob", "psst", NOW);
    assertReceived(secondTab, "privateMessage", "Ada", "Bob", "psst", NOW);
    eve.expectNothing();
  }

  @Test
  void sendsANoteToOneselfOnce() {
    ada.invoke("SendPrivately", "Ada", "milk");

    assertReceived(ada, "privateMessage", "Ada", "Ada", "milk", NOW);
  }

  @Test
  void sendsAnAnnouncementToEveryone() {
    ada.invoke("SendToAll", "coffee");

    assertReceived(ada, "announcement", "Ada", "coffee", NOW);
    assertReceived(bob, "announcement", "Ada", "coffee", NOW);
  }

  @Test
  void refusesWhatConcernsARoomThatWasNotJoined() {
    join(bob, "secret");

    assertRefused(() -> ada.invoke("Send", "secret", "hello"), notIn("secret"));
    assertRefused(() -> ada.invoke("Typing", "secret"), notIn("secret"));
    assertRefused(() -> ada.invoke("Members", "secret"), notIn("secret"));
  }

  @Test
  void refusesMoreRoomsThanTheLimit() {
    for (int i = 0; i < JoinedRooms.MAX_ROOMS; i++) {
      join(ada, "room" + i);
    }

    assertRefused(
        () -> ada.invoke("Join", "one more", null),
        "You are in 20 rooms, which is the limit; leave one to join another.");
  }

  @Test
  void refusesATextThatIsTooLong() {
    assertRefused(
        () -> ada.invoke("SendToAll", "x".repeat(2_001)),
        "The message has 2001 characters; at most 2000 are allowed.");
  }

  @Test
  void saysThatNothingWasSentWhileTheServersCannotReachEachOther() {
    join(ada, "lobby");
    backplane.cut(new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "no link"));

    assertRefused(() -> ada.invoke("Send", "lobby", "hello"), Sent.NOT_SENT);
    assertRefused(() -> ada.invoke("SendPrivately", "Bob", "psst"), Sent.NOT_SENT);
    assertRefused(() -> ada.invoke("SendToAll", "coffee"), Sent.NOT_SENT);
  }

  @Test
  void saysThatAMessageMayHaveBeenSent() {
    join(ada, "lobby");
    backplane.cut(new BackplaneTimeoutException("no answer"));

    assertRefused(() -> ada.invoke("Send", "lobby", "hello"), Sent.PERHAPS_SENT);
  }

  @Test
  void tellsItsPagesWhetherItReachesTheOthers() {
    TestClient eve = connect("Eve");
    eve.close();
    backplane.cut(new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "no link"));

    sign.show(false, pages());
    sign.show(false, pages());

    assertReceived(ada, "server", "a", false);
    assertReceived(bob, "server", "a", false);
  }

  @Test
  void saysThatAMessageCameToThoseOnThisServerOnly() {
    join(ada, "lobby");
    join(bob, "lobby");
    ada.expect("joined");
    backplane.cut(
        new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "no link")
            .asDeliveredLocally());

    assertThat(ada.invoke(Boolean.class, "Send", "lobby", "hello")).isFalse();
    assertThat(ada.invoke(Boolean.class, "SendToAll", "hello")).isFalse();
    assertThat(ada.invoke(String.class, "Join", "java", null)).isEqualTo("java");
  }

  private TypedHubClients<ChatClient> pages() {
    return tester.server().hubContext(ChatHub.class).clients(ChatClient.class);
  }

  private TestClient connect(String name) {
    TestClient client =
        tester.connect(HttpRequest.builder("GET", "/chat").query("name", name).build());
    assertReceived(client, "server", "a", true);
    return client;
  }

  private static void join(TestClient client, String room) {
    client.invoke("Join", room, null);
    client.expect("joined");
  }

  private static void assertReceived(
      TestClient client, String target, @Nullable Object... arguments) {
    assertThat(client.expect(target).arguments()).isEqualTo(Arrays.asList(arguments));
  }

  private static String notIn(String room) {
    return "You are not in the room \"" + room + "\".";
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call).hasMessageEndingWith("HubException: " + reason);
  }
}
