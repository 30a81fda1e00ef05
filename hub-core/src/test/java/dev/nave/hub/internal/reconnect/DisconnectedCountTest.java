package dev.nave.hub.internal.reconnect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.FakeLoop;
import dev.nave.hub.internal.reconnect.DisconnectedCount.Client;
import dev.nave.hub.transport.ClientAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which connection that has no socket gives way to others. */
class DisconnectedCountTest {
  private static final ClientAddress ANN = new ClientAddress(1, false);
  private static final ClientAddress BOB = new ClientAddress(2, false);

  private final FakeLoop loop = new FakeLoop();
  private final DisconnectedCount count = new DisconnectedCount();

  private Reconnection cut(HubOptions options, ClientAddress address, @Nullable String userId) {
    Reconnection connection =
        new Reconnection(
            options,
            count,
            new Client(address, userId),
            new ReplaceableConnection(new CutLink(loop)),
            0);
    connection.leave(0, false);
    return connection;
  }

  @Test
  void anAddressThatHasMostGivesWayToOthers() {
    HubOptions options = HubOptions.builder().maxDisconnectedConnections(3).build();
    Reconnection bobs = cut(options, BOB, null);
    Reconnection first = cut(options, ANN, null);
    Reconnection second = cut(options, ANN, null);
    Reconnection third = cut(options, ANN, null);

    assertThat(count.get()).isEqualTo(3);
    assertThat(first.isOverdue(0)).isTrue();
    assertThat(bobs.isOverdue(0) || second.isOverdue(0) || third.isOverdue(0)).isFalse();

    first.stopWaiting();
    assertThat(count.get()).as("it gave its place up before").isEqualTo(3);
    second.stopWaiting();
    assertThat(count.get()).isEqualTo(2);
  }

  @Test
  void anAddressHasABoundOfItsOwn() {
    HubOptions options = HubOptions.builder().maxDisconnectedConnectionsPerAddress(1).build();
    Reconnection first = cut(options, ANN, null);
    Reconnection second = cut(options, ANN, null);
    Reconnection other = cut(options, BOB, null);

    assertThat(first.isOverdue(0)).isTrue();
    assertThat(second.isOverdue(0) || other.isOverdue(0)).isFalse();
  }

  @Test
  void aUserHasABoundOfItsOwn() {
    HubOptions options = HubOptions.builder().maxDisconnectedConnectionsPerUser(1).build();
    Reconnection first = cut(options, ANN, "ann");
    Reconnection second = cut(options, BOB, "ann");
    Reconnection other = cut(options, ANN, "bob");

    assertThat(first.isOverdue(0)).isTrue();
    assertThat(second.isOverdue(0) || other.isOverdue(0)).isFalse();
    assertThat(count.get()).isEqualTo(2);
    second.stopWaiting();
    other.stopWaiting();
    assertThat(count.get()).isZero();
  }

  @Test
  void whoCameBackAndIsCutAgainWaitsAnew() {
    HubOptions options = HubOptions.builder().maxDisconnectedConnections(1).build();
    Reconnection first = cut(options, ANN, null);
    cut(options, ANN, null);
    assertThat(first.isOverdue(0)).isTrue();

    first.stopWaiting();
    first.leave(0, false);

    assertThat(first.isOverdue(0)).isFalse();
    assertThat(count.get()).isOne();
  }
}
