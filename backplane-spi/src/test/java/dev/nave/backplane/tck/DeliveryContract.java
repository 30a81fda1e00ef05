package dev.nave.backplane.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.Envelope;
import dev.nave.backplane.Receipt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who receives what. */
interface DeliveryContract extends ContractNodes {
  @Test
  default void deliversToEverySubscriberThePublisherIncluded() {
    TestNode alice = join();
    TestNode bob = join();
    TestNode carol = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    carol.subscribe("chat");

    alice.publish("chat", "hello");

    alice.assertNext("chat=hello");
    bob.assertNext("chat=hello");
    carol.assertNext("chat=hello");
  }

  @Test
  default void deliversToNoOtherNode() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("news");

    alice.publish("chat", "not for bob");
    bob.subscribe("chat");
    alice.publish("chat", "fence");

    alice.assertNext("chat=not for bob", "chat=fence");
    bob.assertNext("chat=fence");
  }

  @Test
  default void deliversToAPublisherOnlyIfItIsSubscribed() {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");

    alice.publish("chat", "only for bob");
    alice.subscribe("chat");
    alice.publish("chat", "fence");

    alice.assertNext("chat=fence");
    bob.assertNext("chat=only for bob", "chat=fence");
  }

  @Test
  default void publishesToATopicWithoutSubscribers() {
    TestNode alice = join();

    Receipt receipt = alice.publish("unused", "hello");

    receipt.receivers().ifPresent(count -> assertThat(count).isZero());
  }

  @Test
  default void countsReceiversExactlyOrNotAtAll() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    bob.subscribe("news");

    Receipt receipt = alice.publish("chat", "hello");

    receipt.receivers().ifPresent(count -> assertThat(count).isEqualTo(2));
    alice.assertNext("chat=hello");
    bob.assertNext("chat=hello");
  }

  @Test
  default void keepsEveryByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertArrives(bytes);
  }

  @Test
  default void carriesAnEmptyEnvelope() {
    assertArrives(new byte[0]);
  }

  @Test
  default void carriesAnEnvelopeOfTheSupportedSize() {
    byte[] bytes = new byte[Backplane.SUPPORTED_ENVELOPE_BYTES];
    new Random(1).nextBytes(bytes);
    assertArrives(bytes);
  }

  private void assertArrives(byte[] bytes) {
    TestNode alice = join();
    TestNode bob = join();
    bob.subscribe("chat");

    alice.await(alice.backplane().publish("chat", Envelope.of(bytes.clone())));

    assertThat(bob.next().envelope().bytes()).isEqualTo(bytes);
  }

  @Test
  default void outlivesAListenerThatThrows() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("chat");
    bob.subscribe("chat");
    alice.onEnvelope(
        (topic, text) -> {
          throw new IllegalStateException("thrown by a test for " + text);
        });

    alice.publish("chat", "first");
    alice.publish("chat", "second");

    alice.assertNext("chat=first", "chat=second");
    bob.assertNext("chat=first", "chat=second");
  }

  @Test
  default void letsAListenerPublish() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("answers");
    bob.subscribe("questions");
    bob.onEnvelope((topic, text) -> assertThat(bob.publishUnawaited("answers", "yes")).isNotNull());

    alice.publish("questions", "really?");

    bob.assertNext("questions=really?");
    alice.assertNext("answers=yes");
  }

  @Test
  default void letsAListenerSubscribe() {
    TestNode alice = join();
    TestNode bob = join();
    alice.subscribe("ready");
    bob.subscribe("invitations");
    bob.onEnvelope(
        (topic, text) -> {
          if (topic.equals("invitations")) {
            assertThat(
                    bob.backplane()
                        .subscribe(text)
                        .thenCompose(subscribed -> bob.publishUnawaited("ready", text)))
                .isNotNull();
          }
        });

    alice.publish("invitations", "party");
    alice.assertNext("ready=party");
    alice.publish("party", "welcome");

    bob.assertNext("invitations=party", "party=welcome");
  }
}
