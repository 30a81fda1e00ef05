package dev.nave.hub.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.FairPlaces.Displaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairPlacesTest {
  private static final ClientAddress ANN = new ClientAddress(1, false);
  private static final ClientAddress BOB = new ClientAddress(2, false);
  private static final ClientAddress CID = new ClientAddress(3, false);

  @Test
  void theOldestOfTheAddressThatHasMostGivesWay() {
    FairPlaces<ClientAddress, String> places = new FairPlaces<>(4, 4);
    places.add(BOB, "b1");
    places.add(ANN, "a1");
    places.add(ANN, "a2");
    assertThat(places.add(ANN, "a3")).isNull();

    assertThat(places.add(CID, "c1")).isEqualTo(new Displaced<>("a1", ANN, 2, false));
    assertThat(places.add(CID, "c2")).isEqualTo(new Displaced<>("a2", ANN, 1, false));
    assertThat(places.add(CID, "c3")).isEqualTo(new Displaced<>("c1", CID, 2, false));
    assertThat(places.values()).containsExactlyInAnyOrder("b1", "a3", "c2", "c3");
  }

  @Test
  void amongEqualsTheFirstGivesWay() {
    FairPlaces<ClientAddress, String> places = new FairPlaces<>(2, 2);
    places.add(ANN, "a");
    places.add(BOB, "b");

    assertThat(places.add(CID, "c")).isEqualTo(new Displaced<>("a", ANN, 0, false));
  }

  @Test
  void anAddressHasABoundOfItsOwn() {
    FairPlaces<ClientAddress, String> places = new FairPlaces<>(10, 2);
    places.add(ANN, "a1");
    places.add(ANN, "a2");

    assertThat(places.add(ANN, "a3")).isEqualTo(new Displaced<>("a1", ANN, 2, true));
    assertThat(places.add(BOB, "b1")).isNull();
  }

  @Test
  void whatIsGivenBackMakesRoom() {
    FairPlaces<ClientAddress, String> places = new FairPlaces<>(1, 1);
    places.add(ANN, "a1");

    assertThat(places.remove(ANN, "a1")).isTrue();
    assertThat(places.remove(ANN, "a1")).isFalse();
    assertThat(places.remove(BOB, "b1")).isFalse();
    assertThat(places.size()).isZero();
    assertThat(places.add(ANN, "a2")).isNull();
  }

  @Test
  void whatHasAPlaceTakesNoSecondOne() {
    FairPlaces<ClientAddress, String> places = new FairPlaces<>(1, 1);
    places.add(ANN, "a1");

    assertThat(places.add(ANN, "a1")).isNull();
    assertThat(places.size()).isOne();
  }

  @Test
  void countsStayTrueWhateverComesAndGoes() {
    FairPlaces<ClientAddress, Integer> places = new FairPlaces<>(50, 30);
    Map<Integer, ClientAddress> held = new HashMap<>();
    Random random = new Random(4711);
    for (int i = 0; i < 20_000; i++) {
      ClientAddress address = new ClientAddress(random.nextInt(5), false);
      if (random.nextInt(3) > 0) {
        Displaced<ClientAddress, Integer> displaced = places.add(address, i);
        held.put(i, address);
        if (displaced != null) {
          assertThat(held.remove(displaced.value())).isEqualTo(displaced.holder());
        }
      } else if (!held.isEmpty()) {
        List<Integer> all = new ArrayList<>(held.keySet());
        int gone = all.get(random.nextInt(all.size()));
        assertThat(places.remove(Objects.requireNonNull(held.remove(gone)), gone)).isTrue();
      }
      assertThat(places.size()).isEqualTo(held.size()).isLessThanOrEqualTo(50);
    }
    assertThat(places.values()).containsExactlyInAnyOrderElementsOf(held.keySet());
  }
}
