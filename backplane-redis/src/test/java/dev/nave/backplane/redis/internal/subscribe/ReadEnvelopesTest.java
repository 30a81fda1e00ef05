package dev.nave.backplane.redis.internal.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.BackplaneEvent;
import dev.nave.backplane.BackplaneListener;
import dev.nave.backplane.Envelope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadEnvelopesTest {
  private final ChannelNames names = new ChannelNames("app:");
  private final SubscriptionTable table = new SubscriptionTable(names, 1024);
  private final Connection connection = new Connection();
  private final ReadEnvelopes read = new ReadEnvelopes(table, connection);
  private final List<String> taken = new ArrayList<>();

  private static final class Connection implements Subscription.Holder {
    @Override
    public void enqueue(Subscription subscription) {}

    @Override
    public boolean isEnded() {
      return false;
    }
  }

  private final class Recorder implements BackplaneListener {
    @Override
    public void envelope(String topic, Envelope envelope) {
      String text = new String(envelope.bytes(), UTF_8);
      if (text.equals("broken")) {
        throw new IllegalStateException("a test says so");
      }
      taken.add(topic + "=" + text);
    }

    @Override
    public void together(Runnable calls) {
      taken.add("(");
      calls.run();
      taken.add(")");
    }

    @Override
    public void event(BackplaneEvent event) {}
  }

  private Subscription subscribe(String topic) {
    table.listener(BackplaneListener.shielded(new Recorder()));
    Subscription subscription = table.subscribe(topic, names.channel(topic)).subscription();
    subscription.attach(connection);
    return subscription;
  }

  private void arrives(String topic, String text) {
    read.add(names.channel(topic), text.getBytes(UTF_8));
  }

  @Test
  void handsOverTogetherAndInOrderWhatOneReadBrings() {
    subscribe("a");
    subscribe("b");

    arrives("a", "1");
    arrives("b", "2");
    arrives("a", "3");
    assertThat(taken).isEmpty();
    read.handOver();

    assertThat(taken).containsExactly("(", "a=1", "b=2", "a=3", ")");
    read.handOver();
    assertThat(taken).hasSize(5);
  }

  @Test
  void handsOverOneThatCameAloneByItself() {
    subscribe("a");

    arrives("a", "1");
    read.handOver();

    assertThat(taken).containsExactly("a=1");
  }

  @Test
  void oneThatTheListenerFailsToTakeTakesNoOtherWithIt() {
    subscribe("a");

    arrives("a", "1");
    arrives("a", "broken");
    arrives("a", "2");
    read.handOver();

    assertThat(taken).containsExactly("(", "a=1", "a=2", ")");
  }

  @Test
  void oneThatCannotBeDeliveredTakesNoOtherWithIt() {
    subscribe("a");
    table.listener(new Recorder());

    arrives("a", "broken");
    read.handOver();
    arrives("a", "1");
    arrives("a", "broken");
    arrives("a", "2");
    read.handOver();

    assertThat(taken).containsExactly("(", "a=1", "a=2", ")");
  }

  @Test
  void dropsWhatAnotherConnectionHasByNow() {
    subscribe("kept");
    Subscription moving = subscribe("moved");

    arrives("moved", "1");
    arrives("kept", "2");
    moving.move(new Connection());
    read.handOver();

    assertThat(taken).containsExactly("(", "kept=2", ")");
  }

  @Test
  void dropsEverythingWithoutAListener() {
    subscribe("a");

    arrives("a", "1");
    arrives("a", "2");
    table.listener(null);
    read.handOver();

    assertThat(taken).isEmpty();
  }

  @Test
  void theEarliestDoNotWaitForALongReadToEnd() {
    subscribe("a");

    for (int i = 0; i < 130; i++) {
      arrives("a", "x");
    }

    assertThat(taken).hasSize(2 + 128);
    read.handOver();
    assertThat(taken).hasSize(2 + 128 + 2 + 2);
  }
}
