package dev.nave.hub.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {
  private final RandomIds ids = new RandomIds();

  @Test
  void idsFitIntoAUrlAsTheyAre() {
    assertThat(IntStream.range(0, 1_000).mapToObj(i -> ids.next()))
        .allMatch(id -> id.matches("[A-Za-z0-9_-]{22}"));
  }

  @Test
  void noIdComesTwiceFromManyThreads() {
    Set<String> seen = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 50_000).parallel().forEach(i -> seen.add(ids.next()));

    assertThat(seen).hasSize(50_000);
  }
}
