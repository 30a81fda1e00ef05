package dev.nave.samples.chat;

import dev.nave.hub.HubContext;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceListener;

/** Tells rooms who comes and goes. On one server of all, for each event. */
final class RoomNews implements PresenceListener {
  @Override
  public void changed(PresenceEvent event, HubContext<?> hub) {
    if (event instanceof PresenceEvent.Joined joined) {
      Member member = Member.of(joined.member());
      hub.clients(ChatClient.class)
          .group(joined.group())
          .joined(
              joined.group(),
              member.user(),
              member.connectionId(),
              joined.member().value().isEmpty() ? null : joined.member().value());
    } else if (event instanceof PresenceEvent.Left left) {
      Member member = Member.of(left.member());
      hub.clients(ChatClient.class)
          .group(left.group())
          .left(
              left.group(),
              member.user(),
              member.connectionId(),
              left.why() == PresenceEvent.Why.SERVER_LOST);
    } else if (event instanceof PresenceEvent.Reset) {
      hub.clients(ChatClient.class).all().listAnew();
    }
  }
}
