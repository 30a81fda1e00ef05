package dev.nave.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.HubException;
import org.junit.jupiter.api.Test;

class JoinedRoomsTest {
  private final JoinedRooms rooms = new JoinedRooms();

  @Test
  void knowsEachRoomOnce() {
    assertThat(rooms.add("lobby")).isTrue();
    assertThat(rooms.add("lobby")).isFalse();
  }

  @Test
  void saysWhetherThereWasARoomToLeave() {
    rooms.add("lobby");

    assertThat(rooms.remove("lobby")).isTrue();
    assertThat(rooms.remove("lobby")).isFalse();
  }

  @Test
  void refusesARoomThatWasNotJoined() {
    rooms.add("lobby");

    assertThatCode(() -> rooms.require("lobby")).doesNotThrowAnyException();
    assertThatThrownBy(() -> rooms.require("java"))
        .isInstanceOf(HubException.class)
        .hasMessage("You are not in the room \"java\".");
  }

  @Test
  void refusesMoreRoomsThanTheLimit() {
    for (int i = 0; i < JoinedRooms.MAX_ROOMS; i++) {
      rooms.add("room" + i);
    }

    assertThatCode(() -> rooms.add("room3")).doesNotThrowAnyException();
    assertThatThrownBy(() -> rooms.add("one more"))
        .isInstanceOf(HubException.class)
        .hasMessage("You are in 20 rooms, which is the limit; leave one to join another.");
  }
}
