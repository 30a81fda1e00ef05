package dev.nave.hub.internal.connection;

import static dev.nave.hub.internal.fakes.StatefulClient.invocation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.CutLink;
import dev.nave.hub.internal.fakes.StatefulClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatefulReconnectTest extends StatefulReconnectFixture {
  private static final Duration WINDOW = Duration.ofSeconds(15);

  // The window.

  @Test
  void theHubNoticesNothingOfACut() {
    client.link().cut();
    loop.advance(WINDOW.minusSeconds(1));

    comeBack();

    assertThat(client.told()).containsExactly("returned");
    client.call("Hi");
    assertThat(client.told()).containsExactly("Hi");
  }

  @Test
  void aClientThatStaysAwayIsGoneWhenItsTimeIsUp() {
    client.link().cut();
    loop.advance(WINDOW);

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.comeBack(new CutLink(loop))).isFalse();
  }

  @Test
  void whatAClientSentBeforeItStayedAwayIsDoneUnlessItsLinkWasReset() {
    client.link().cut();
    loop.advance(WINDOW);
    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isFalse();

    client = StatefulClient.connect(loop, settings);
    client.link().reset();
    loop.advance(WINDOW);
    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatHasSentCloseCannotComeBackAndLosesNothing(boolean reset) {
    client.isNeverAnswered();
    client.sends("{\"type\":7}");
    assertThat(client.told()).containsExactly("finishing");
    CutLink first = client.link();
    assertThat(client.comeBack(new CutLink(loop))).isFalse();

    if (reset) {
      first.reset();
    } else {
      first.cut();
    }

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.wasDropped()).isFalse();
  }

  @Test
  void eachCutHasItsOwnTime() {
    client.link().cut();
    loop.advance(WINDOW.minusSeconds(1));
    comeBack().cut();
    loop.advance(WINDOW.minusSeconds(1));

    assertThat(client.told()).containsExactly("returned");
    loop.advance(Duration.ofSeconds(1));
    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aClientOfVersion1HasNoSecondChance() {
    client = StatefulClient.connect(loop, settings, 1, HubConnection::opened);

    assertThat(client.mayComeBack()).isFalse();
    client.link().cut();

    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aCloseEndsTheConnectionAtOnce() {
    client.link().closeFromClient();

    assertThat(client.told()).containsExactly("over", "ended");
    assertThat(client.comeBack(new CutLink(loop))).isFalse();
  }

  @Test
  void anAbortEndsAConnectionThatIsAway() {
    client.link().cut();

    client.connection().abort();
    loop.runAll();

    assertThat(client.told()).containsExactly("over", "ended");
  }

  @Test
  void aClientThatIsAwayIsNotSilentForTooLong() {
    options.disconnectTimeout(Duration.ofSeconds(60)).clientTimeout(Duration.ofSeconds(5));
    connect();
    client.sends("{\"type\":6}");
    client.link().cut();
    loop.advance(Duration.ofSeconds(30));

    comeBack();
    loop.advance(Duration.ofSeconds(4));

    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void theTimeAwayIsNoneInWhichTheClientTookNothing() {
    options.sendTimeout(Duration.ofSeconds(5));
    connect();
    client.sendTo("a");
    loop.advance(Duration.ofSeconds(2));
    client.link().cut();
    loop.advance(Duration.ofSeconds(10));

    CutLink fresh = new CutLink(loop);
    fresh.leavePending(sequence(1).length() + invocation("a").length());
    assertThat(client.comeBack(fresh)).isTrue();
    loop.advance(Duration.ofSeconds(4));

    assertThat(client.told()).containsExactly("returned");
  }

  @Test
  void ofTooManyConnectionsThatAreAwayTheOldestEnds() {
    options.maxDisconnectedConnections(1);
    connect();
    StatefulClient other = StatefulClient.connect(loop, settings);
    other.link().cut();

    client.link().cut();
    loop.advance(Duration.ofSeconds(1));
    assertThat(other.told()).containsExactly("over", "ended");
    assertThat(client.told()).isEmpty();
    assertThat(settings.counters().disconnected().get()).isOne();

    assertThat(client.comeBack(new CutLink(loop))).isTrue();
    assertThat(client.told()).containsExactly("returned");
    assertThat(settings.counters().disconnected().get()).isZero();
  }
}
