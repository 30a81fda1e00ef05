package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ClientAddress;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.RefusalLog;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all channels of a running server share. Immutable.
 *
 * @param incomplete the HTTP connections that have no complete request
 * @param accepting whether new work is welcome
 * @param refusals tells the operator of requests that are answered here
 */
record ServerContext(
    TransportSettings settings,
    HttpEndpoint endpoint,
    LocalAnswers local,
    AllowedHosts hosts,
    FairPlaces<ClientAddress, Channel> incomplete,
    Map<EventLoop, NettyLoop> loops,
    BooleanSupplier accepting,
    RefusalLog refusals) {

  /** Returns the event loop behind a loop object, or null if that is null. */
  static @Nullable EventLoop eventLoop(@Nullable ConnectionLoop loop) {
    return loop == null ? null : ((NettyLoop) loop).eventLoop();
  }

  /** Returns the one loop object of an event loop. */
  NettyLoop loopOf(EventLoop eventLoop) {
    NettyLoop loop = loops.get(eventLoop);
    if (loop == null) {
      throw new IllegalStateException("not an event loop of this transport: " + eventLoop);
    }
    return loop;
  }
}
