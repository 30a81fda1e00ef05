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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub, without a socket and without the page. */
class ChatHubTest {
  private static final long NOW = 1_700_000_000_000L;

  private final CutOffBackplane backplane = new CutOffBackplane();
  private final RoomRoster roster = new RoomRoster();
  private final ServerSign sign = new ServerSign("a", true);
  private final HubTester tester = HubTester.of("/chat", this::configure);

  private final TestClient ada = connect("Ada");
  private final TestClient bob = connect("Bob");

  private void configure(HubServerBuilder server) {
    server.backplane(backplane);
    ChatServer.configure(
        server, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), roster, sign);
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
  void carriesTheAnswerOfAMemberToTheNewcomerOnly() {
    join(ada, "lobby");

    ada.invoke("Here", "lobby", bob.connectionId());

    assertReceived(bob, "here", "lobby", "Ada", ada.connectionId());
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

    assertReceived(ada, "left", "lobby", "Bob", bob.connectionId());
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

    assertReceived(ada, "left", "lobby", "Eve", eve.connectionId());
    assertReceived(bob, "left", "java", "Eve", eve.connectionId());
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
    assertRefused(() -> ada.invoke("Here", "secret", bob.connectionId()), notIn("secret"));
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
  void isNotInARoomThatCouldNotBeTold() {
    join(bob, "lobby");
    backplane.cut(new BackplaneUnavailableException(RefusalReason.UNAVAILABLE, "no link"));

    assertRefused(() -> ada.invoke("Join", "lobby", null), Sent.NOT_SENT);

    backplane.mend();
    assertRefused(() -> ada.invoke("Send", "lobby", "hello"), notIn("lobby"));
    roster.remind(pages());
    assertReceived(bob, "present", "lobby", List.of(member(bob, "Bob")));
  }

  @Test
  void remindsARoomOfThoseWhoAreInItOnThisServer() {
    join(ada, "lobby");
    join(bob, "lobby");
    ada.expect("joined");
    bob.invoke("Leave", "lobby");
    ada.expect("left");
    join(bob, "java");

    roster.remind(pages());

    assertReceived(ada, "present", "lobby", List.of(member(ada, "Ada")));
    assertReceived(bob, "present", "java", List.of(member(bob, "Bob")));
  }

  @Test
  void remindsNobodyOfAConnectionThatIsGone() {
    TestClient eve = connect("Eve");
    join(eve, "lobby");
    join(ada, "lobby");

    eve.cut();
    ada.expect("left");

    roster.remind(pages());
    assertReceived(ada, "present", "lobby", List.of(member(ada, "Ada")));
  }

  @Test
  void splitsAReminderOfMoreMembersThanTheLimit() {
    join(ada, "lobby");
    JoinedRooms joined = new JoinedRooms();
    joined.add("lobby");
    for (int i = 0; i < RoomRoster.MEMBERS_PER_REMINDER; i++) {
      roster.enter(
          "lobby",
          new Member("id" + i, "User" + i),
          joined,
          () -> CompletableFuture.completedFuture(null));
    }

    roster.remind(pages());

    assertThat(present(ada)).hasSize(RoomRoster.MEMBERS_PER_REMINDER);
    assertThat(present(ada)).hasSize(1);
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

  private static List<?> present(TestClient client) {
    return (List<?>) Objects.requireNonNull(client.expect("present").arguments().get(1));
  }

  private TypedHubClients<ChatClient> pages() {
    return tester.server().hubContext(ChatHub.class).clients(ChatClient.class);
  }

  private static Map<String, String> member(TestClient client, String user) {
    return Map.of("connectionId", client.connectionId(), "user", user);
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
