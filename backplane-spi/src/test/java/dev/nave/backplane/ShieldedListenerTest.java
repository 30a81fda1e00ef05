package dev.nave.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ShieldedListenerTest {
  private final List<String> taken = new ArrayList<>();

  private BackplaneListener shielded(Consumer<Runnable> together) {
    return BackplaneListener.shielded(
        new BackplaneListener() {
          @Override
          public void envelope(String topic, Envelope envelope) {
            if (topic.equals("refused")) {
              throw new IllegalStateException("a test says so");
            }
            taken.add(topic);
          }

          @Override
          public void together(Runnable calls) {
            taken.add("(");
            together.accept(calls);
            taken.add(")");
          }

          @Override
          public void event(BackplaneEvent event) {}
        });
  }

  private static void handOver(BackplaneListener listener, String... topics) {
    listener.together(
        () -> {
          for (String topic : topics) {
            listener.envelope(topic, Envelope.of(new byte[0]));
          }
        });
  }

  @Test
  void passesOnWhatComesTogether() {
    handOver(shielded(Runnable::run), "1", "2");

    assertThat(taken).containsExactly("(", "1", "2", ")");
  }

  @Test
  void oneThatFailsTakesNoOtherWithIt() {
    handOver(shielded(Runnable::run), "1", "refused", "2");

    assertThat(taken).containsExactly("(", "1", "2", ")");
  }

  @Test
  void makesTheCallsItselfIfTheListenerFailsToOrForgetsThem() {
    handOver(
        shielded(
            calls -> {
              throw new IllegalStateException("a test says so");
            }),
        "1");
    handOver(shielded(calls -> {}), "2");

    assertThat(taken).containsExactly("(", "1", "(", ")", "2");
  }

  @Test
  void makesTheCallsOnceThoughTheListenerFailsBehindThem() {
    handOver(
        shielded(
            calls -> {
              calls.run();
              calls.run();
              throw new IllegalStateException("a test says so");
            }),
        "1");

    assertThat(taken).containsExactly("(", "1");
  }
}
