package dev.nave.hub.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedConnectionsTest {
  @Test
  void forgetsTheOldestOnceThereAreMoreThanTheBound() {
    EndedConnections ended = new EndedConnections();
    for (int i = 0; i < EndedConnections.MAX; i++) {
      ended.add("c" + i);
    }
    assertThat(ended.contains("c0")).isTrue();

    ended.add("c1");
    assertThat(ended.contains("c0")).as("none more by an id that is known").isTrue();
    ended.add("last");

    assertThat(ended.contains("c0")).isFalse();
    assertThat(ended.contains("c1")).isTrue();
    assertThat(ended.contains("last")).isTrue();
  }
}
