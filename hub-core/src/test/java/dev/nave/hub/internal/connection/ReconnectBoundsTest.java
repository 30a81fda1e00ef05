package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.StatefulClient.invocation;
import static dev.nave.hub.internal.fakes.TestClient.END;
import static dev.nave.hub.internal.fakes.TestClient.WELCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.SlowConsumerPolicy;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.StatefulClient;
import dev.nave.hub.internal.fakes.TestClient;
import dev.nave.hub.internal.loop.Audience;
import dev.nave.hub.internal.loop.OutboundMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How much is kept for a client that has not acknowledged it. */
class ReconnectBoundsTest extends StatefulReconnectFixture {
  private void boundAtTwoMessages() {
    options.statefulReconnectBufferBytes(2 * invocation("a").length());
    connect();
  }

  @Test
  void pastTheBoundMessagesWaitForAnAcknowledgement() {
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d", "e")) {
      client.sendTo(target);
    }
    String sent = WELCOME + invocation("a") + invocation("b") + invocation("c");
    assertThat(client.link().arrived()).isEqualTo(sent);

    client.acknowledge();

    assertThat(client.link().arrived()).isEqualTo(sent + invocation("d") + invocation("e"));
  }

  @Test
  void whatWaitsWhileAwayComesInOrderWhenTheClientHasAcknowledged() {
    boundAtTwoMessages();
    client.link().cut();
    for (String target : List.of("a", "b", "c", "d", "e")) {
      client.sendTo(target);
    }

    CutLink fresh = comeBack();
    assertThat(fresh.arrived())
        .isEqualTo(sequence(1) + invocation("a") + invocation("b") + invocation("c"));
    client.acknowledge();

    assertThat(client.received()).containsExactly("a", "b", "c", "d", "e");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void aClientThatLeavesTooMuchWaitingIsSlow() {
    options.maxPendingBytes(2 * invocation("a").length());
    boundAtTwoMessages();
    for (int i = 0; i < 3 + 2; i++) {
      client.sendTo("a");
    }
    client.sendTo("b"); // Two wait, which may.
    assertThat(client.told()).isEmpty();

    client.sendTo("c");

    assertThat(client.told()).hasSize(2).first().isEqualTo("over");
    assertThat(client.link().arrived())
        .isEqualTo(WELCOME + invocation("a").repeat(3) + CLOSED_WITH_ERROR);
    assertThat(settings.counters().closedSlow()).isEqualTo(1);
  }

  @Test
  void aClientThatIsAwayIsSlowAtTheSameBound() {
    options.maxPendingBytes(2 * invocation("a").length());
    boundAtTwoMessages();
    client.link().cut();
    for (int i = 0; i < 3 + 3; i++) {
      client.sendTo("a");
    }
    assertThat(client.told()).isEmpty();

    client.sendTo("b");

    assertThat(client.told()).hasSize(2).first().isEqualTo("over");
  }

  @Test
  void whereMessagesAreDroppedTheNewestAreAndTheNumbersGoOn() {
    options
        .maxPendingBytes(2 * invocation("a").length())
        .slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST);
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d", "e", "f", "dropped", "dropped")) {
      client.sendTo(target);
    }
    assertThat(settings.counters().droppedSlow()).isEqualTo(2);

    client.acknowledge();
    client.acknowledge();
    client.link().cut();
    comeBack();
    client.sendTo("g");

    assertThat(client.received()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void whereTheOldestAreDroppedTheyAreDroppedBeforeTheyAreNumbered() {
    options.maxPendingBytes(500).slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST);
    boundAtTwoMessages();
    client.link().cut();
    for (String target : List.of("a", "b", "c", "dropped", "dropped", "f", "g")) {
      client.sendTo(target);
    }
    assertThat(settings.counters().droppedSlow()).isEqualTo(2);

    comeBack();
    client.acknowledge();
    client.link().cut();
    comeBack();
    client.sendTo("h");

    assertThat(client.received()).containsExactly("a", "b", "c", "f", "g", "h");
    assertThat(client.told()).containsExactly("returned", "returned");
  }

  @Test
  void whereTheLatestOfEachTargetStaysAClientThatComesBackGetsThePresentState() {
    options.slowConsumerPolicy(SlowConsumerPolicy.LATEST_PER_TARGET);
    boundAtTwoMessages();
    client.link().cut();
    for (String target : List.of("a", "b", "c", "tick", "news", "tick", "tick")) {
      client.sendTo(target);
    }
    assertThat(settings.counters().droppedSlow()).isEqualTo(2);

    comeBack();
    client.acknowledge();

    assertThat(client.received()).containsExactly("a", "b", "c", "news", "tick");
    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void whatWaitsIsSentBeforeTheConnectionIsClosed() {
    boundAtTwoMessages();
    for (String target : List.of("a", "b", "c", "d")) {
      client.sendTo(target);
    }

    client.connection().abort();
    loop.runAll();

    assertThat(client.received()).containsExactly("a", "b", "c", "d");
    assertThat(client.link().arrived()).endsWith(invocation("d") + "{\"type\":7}" + END);
    assertThat(client.told()).containsExactly("over", "ended");
  }

  // Shared bytes.

  @Test
  void aBroadcastIsOneBufferForClientsWithAndWithoutStatefulReconnect() {
    TestClient plain = TestClient.connectFramed(loop, settings, "plain", CutLink.UNFRAMED);
    OutboundMessage message = StatefulClient.outbound("all");
    Audience both =
        batch -> {
          client.connection().writeShared(batch);
          plain.connection().writeShared(batch);
        };
    loop.hubLoop().deliver(both, message);
    loop.runAll();

    var buffers = plain.link().assertWritten(invocation("all")).buffers();
    assertThat(client.link().flushed()).last().isSameAs(buffers.get(0));

    client.link().cut();
    assertThat(comeBack().arrived()).isEqualTo(sequence(1) + invocation("all"));
    assertThat(client.told()).containsExactly("returned");
    plain.connection().end(null, null);
  }

  @Test
  void aMessageThatDoesNotExistInTheProtocolIsNotNumbered() {
    client.connection().send(OutboundMessage.encoded(Map.of("messagepack", new byte[] {1})));
    loop.runAll();
    client.sendTo("a");
    client.link().cut();

    assertThat(comeBack().arrived()).isEqualTo(sequence(1) + invocation("a"));
    assertThat(client.received()).containsExactly("a");
    assertThat(settings.counters().droppedNotEncoded()).isEqualTo(1);
    assertThat(client.told()).containsExactly("returned");
  }
}
