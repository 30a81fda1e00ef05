package dev.nave.backplane.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nave.backplane.Backplane;
import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneUnavailableException;
import dev.nave.backplane.RefusalReason;
import dev.nave.backplane.tck.BackplaneContractTest;
import dev.nave.backplane.tck.TestNode;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
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
    listenAgain(port);
    alice.assertNextEvent(BackplaneEvent.Restored.class);
    alice.publish("chat", "hello again");

    assertThat(refusal.reason()).isEqualTo(RefusalReason.UNAVAILABLE);
    alice.assertNext("chat=hello again");
  }

  /** A connection of another program may have the port for a while. */
  private void listenAgain(int port) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreException(BindException.class)
        .until(
            () -> {
              relay = Relay.listen(port);
              return true;
            });
  }
}
