package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.TransportEnum;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.StaleElementReferenceException;

/** A farm behind HAProxy, and what only one of them need be asked. */
class HaproxyFarmIT extends FarmBrowsers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The lease of a server and one renewal, 20 s, and what a busy machine may add. */
  private static final Duration AFTER_A_KILL = Duration.ofSeconds(40);

  private static final String CUT_OFF = ": other servers unreachable";

  @Override
  LoadBalancer.Kind kind() {
    return LoadBalancer.Kind.HAPROXY;
  }

  @Test
  void balancerLeavesAServerAloneBeforeItSendsItsClientsAway() throws Exception {
    ChatPage ada = open("Ada");
    String stopped = ada.awaitServer();
    ChatProcess server = farm.server(stopped);

    server.beginToStop();
    farm.awaitLeftAlone(stopped);

    HttpResponse<String> ready = Http.get(server.address() + "health/ready");
    assertThat(ready.statusCode() + " " + ready.body()).isEqualTo("503 draining");
    assertThat(Http.get(server.address() + "health/live").statusCode()).isEqualTo(200);
    assertThat(ada.awaitServer()).isEqualTo(stopped);
    ada.say("Nobody has asked me to move yet.").awaitServer(ChatFarm.other(stopped));
  }

  @Test
  void pagesSayThatOtherServersAreUnreachableAndTalkOnWithinEach() {
    ChatPage ada = open("Ada");
    ChatPage eve = open("Eve");
    ChatPage bob = openInSecond("Bob");
    String here = ada.awaitServer();
    String there = ChatFarm.other(here);
    ada.awaitMember("Bob").awaitMember("Eve").say("Before the outage.");
    bob.awaitMessage("Ada", "Before the outage.");

    farm.redis().kill();

    ada.awaitServer(here + CUT_OFF);
    eve.awaitServer(here + CUT_OFF);
    bob.awaitServer(there + CUT_OFF);
    ada.say("Eve, do you read me?")
        .awaitNotice("Only those on server " + here + " got this; the others cannot be reached.");
    eve.awaitMessage("Ada", "Eve, do you read me?").say("I do; we are on one server.");
    ada.awaitMessage("Eve", "I do; we are on one server.").screenshot("farm-without-redis");
    ada.writePrivatelyTo("Bob").type("And you?").enter().awaitText("#error", Sent.NOT_SENT);
    assertThat(ada.draft()).isEqualTo("And you?");
    assertThat(ada.messages()).isEmpty();
    ada.screenshot("farm-refused");

    farm.redis().start();

    ada.awaitServer(here);
    bob.awaitServer(there);
    await().atMost(PATIENCE).until(() -> ada.enter().draft().isEmpty());
    bob.awaitConversation("user:Ada").openConversation("user:Ada").awaitMessage("Ada", "And you?");
    ada.awaitText("#error", "").openConversation(LOBBY).say("All is well again.");
    bob.openConversation(LOBBY).awaitMessage("Ada", "All is well again.");
    assertThat(bob.messages()).containsExactly("Before the outage.", "All is well again.");
  }

  /** Mia has a client that does not come back; nobody leaves the room in her name. */
  @Test
  void listsOfBothPagesAreRightAfterAServerIsKilledAndAfterAReload() {
    ChatPage ada = open("Ada");
    ChatPage bob = openInSecond("Bob");
    String killed = ada.awaitServer();
    HubConnection mia =
        HubConnectionBuilder.create(farm.server(killed).address() + "chat?name=Mia")
            .withTransport(TransportEnum.WEBSOCKETS)
            .build();
    mia.start().blockingAwait();
    assertThat(mia.invoke(String.class, "Join", "lobby", null).blockingGet()).isEqualTo("lobby");
    awaitMembers(PATIENCE, List.of("Ada", "Bob", "Mia"), ada, bob);

    farm.server(killed).kill();

    awaitMembers(AFTER_A_KILL, List.of("Ada", "Bob"), ada, bob);
    awaitMembers(PATIENCE, List.of("Ada", "Bob"), ada.reload(), bob.reload());
  }

  private static void awaitMembers(Duration patience, List<String> expected, ChatPage... pages) {
    await("the members " + expected)
        .atMost(patience)
        .ignoreException(StaleElementReferenceException.class)
        .untilAsserted(
            () -> {
              for (ChatPage page : pages) {
                assertThat(page.members()).containsExactlyInAnyOrderElementsOf(expected);
              }
            });
  }
}
