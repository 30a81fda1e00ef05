package dev.nave.backplane.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.tck.BackplaneContractTest;
import dev.nave.backplane.tck.TestNode;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RelayBackplaneIT extends BackplaneContractTest {
  @AutoClose private Relay relay; // Closed behind the nodes.

  RelayBackplaneIT() throws IOException {
    relay = Relay.listen(0);
  }

  @Override
  protected Backplane newNode() {
    return new RelayBackplane(relay.address());
  }

  @Test
  void anOutageLosesWhatIsPublishedMeanwhileAndNoSubscription() throws IOException {
    TestNode alice = unstarted();
    alice.start();
    alice.assertNextEvent(BackplaneEvent.Connected.class);
    alice.subscribe("chat");
    int port = relay.address().getPort();

    relay.close();
    alice.assertNextEvent(BackplaneEvent.Disconnected.class);
    BackplaneUnavailableException refusal =
        alice.awaitFailure(
            alice.publishUnawaited("chat", "refused"), BackplaneUnavailableException.class);
    relay = Relay.listen(port);
    alice.assertNextEvent(BackplaneEvent.Restored.class);
    alice.publish("chat", "hello again");

    assertThat(refusal.reason()).isEqualTo(RefusalReason.UNAVAILABLE);
    alice.assertNext("chat=hello again");
  }
}
