package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.BodyClock;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.ServerTransport;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is answered later, as hub-core sees it: its calls come from any thread and are
 * carried out on the channel's loop. All else is for that loop.
 */
final class HeldRequest implements HttpExchange.Client {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final byte[] NOTHING = {};

  private final Channel channel;
  private final ConnectionLoop loop;
  private final HttpExchange exchange;
  private final Requester requester;
  private final IncomingRequest request;
  private final BodyClock clock;
  private boolean over;

  /** The HTTP connection that the request came on. */
  interface Requester {
    /**
     * Reads the next part of the body; {@link HeldRequest#bodyPart} brings it.
     *
     * @param time how long the client may take
     */
    void readBody(Duration time);

    /**
     * Answers the request, once the rest of its body has been read and thrown away; then {@link
     * HeldRequest#answered} is called, or the channel closed.
     */
    void respondAfterBody(Respond response);
  }

  /**
   * Holds a request.
   *
   * @param bodyTime how long the client may take for each 8 KiB of the body
   */
  HeldRequest(
      Channel channel,
      ConnectionLoop loop,
      HttpExchange exchange,
      Requester requester,
      IncomingRequest request,
      Duration bodyTime) {
    this.channel = channel;
    this.loop = loop;
    this.exchange = exchange;
    this.requester = requester;
    this.request = request;
    this.clock = new BodyClock(bodyTime);
  }

  void begin() {
    exchange.begin(this);
  }

  /** A part of the body has come. */
  void bodyPart(HttpContent part) {
    clock.stop(part.content().readableBytes());
    if (!over) {
      exchange.received(ByteBufUtil.getBytes(part.content()), request.isWhole());
    }
  }

  /** The socket has taken the answer. */
  void answered() {
    if (!over) {
      over = true;
      exchange.answered();
    }
  }

  /** The client is gone, or was refused. */
  void abandon() {
    if (!over) {
      over = true;
      exchange.abandon();
    }
  }

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public void read() {
    onLoop(
        () -> {
          if (request.isWhole()) {
            exchange.received(NOTHING, true);
          } else {
            requester.readBody(clock.start());
          }
        });
  }

  @Override
  public void answer(Respond response) {
    onLoop(() -> requester.respondAfterBody(response));
  }

  @Override
  public void abort() {
    onLoop(() -> Sockets.reset(channel));
  }

  private void onLoop(Runnable task) {
    try {
      channel
          .eventLoop()
          .execute(
              () -> {
                if (!over) {
                  task.run();
                }
              });
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: an answer came after the transport had stopped", channel.remoteAddress());
    }
  }
}
