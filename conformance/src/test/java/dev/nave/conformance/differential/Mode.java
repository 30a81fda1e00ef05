package dev.nave.conformance.differential;

import java.util.Arrays;
import java.util.Locale;

/** What programs are played over: a transport, a hub protocol, and one server or a farm of two. */
enum Mode {
  WEBSOCKETS_JSON(Transport.WEBSOCKETS, false, 1),
  WEBSOCKETS_MESSAGEPACK(Transport.WEBSOCKETS, true, 1),
  EVENTS_JSON(Transport.EVENTS, false, 1),
  POLLING_JSON(Transport.POLLING, false, 1),
  POLLING_MESSAGEPACK(Transport.POLLING, true, 1),
  FARM_JSON(Transport.WEBSOCKETS, false, 2),
  FARM_MESSAGEPACK(Transport.WEBSOCKETS, true, 2);

  /** A transport of SignalR. */
  enum Transport {
    WEBSOCKETS,
    EVENTS,
    POLLING
  }

  private final Transport transport;
  private final boolean messagePack;
  private final int servers;

  Mode(Transport transport, boolean messagePack, int servers) {
    this.transport = transport;
    this.messagePack = messagePack;
    this.servers = servers;
  }

  Transport transport() {
    return transport;
  }

  boolean messagePack() {
    return messagePack;
  }

  int servers() {
    return servers;
  }

  boolean farm() {
    return servers > 1;
  }

  /** Returns the name that commands know it by, such as {@code websockets-json}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Mode of(String title) {
    return Arrays.stream(values())
        .filter(mode -> mode.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no mode \""
                        + title
                        + "\"; there are "
                        + Arrays.stream(values()).map(Mode::title).toList()));
  }
}
