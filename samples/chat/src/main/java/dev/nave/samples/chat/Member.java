package dev.nave.samples.chat;

import dev.nave.hub.PresenceMember;

/**
 * One connection in a room, as pages see it.
 *
 * @param connectionId tells the tabs of a user apart
 * @param user whose connection it is
 */
public record Member(String connectionId, String user) {
  static Member of(PresenceMember listed) {
    return new Member(listed.connectionId(), listed.userId().orElse(""));
  }
}
