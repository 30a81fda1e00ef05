package dev.nave.transport.websocket.internal;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpExchange;
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
  private static final Logger LOG = LoggerFactory.getLogger(HeldRequest.class);
  private static final byte[] NOTHING = {};

  private final Channel channel;
  private final ConnectionLoop loop;
  private final HttpExchange exchange;
  private final Pipe pipe;
  private final RequestBody body;
  private final BodyClock clock;
  private boolean over;

  /** The HTTP connection that the request came on. */
  interface Pipe {
    /**
     * Goes on reading; {@link HeldRequest#bodyPart} brings what comes.
     *
     * @param time how long the client may take
     */
    void readBody(Duration time);

    /**
     * Answers the request, once what is left of its body has been read and thrown away; then {@link
     * HeldRequest#answered} is called, or the channel closed.
     */
    void respondAfterBody(Respond response);
  }

  HeldRequest(
      Channel channel,
      ConnectionLoop loop,
      HttpExchange exchange,
      Pipe pipe,
      RequestBody body,
      BodyClock clock) {
    this.channel = channel;
    this.loop = loop;
    this.exchange = exchange;
    this.pipe = pipe;
    this.body = body;
    this.clock = clock;
  }

  void begin() {
    exchange.begin(this);
  }

  /** A part of the body has come. */
  void bodyPart(HttpContent part) {
    clock.stop(part.content().readableBytes());
    if (!over) {
      exchange.received(ByteBufUtil.getBytes(part.content()), body.isWhole());
    }
  }

  /** The socket has taken the answer. */
  void answered() {
    if (!over) {
      over = true;
      exchange.answered();
    }
  }

  /** The channel has closed. */
  void closed() {
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
          if (body.isWhole()) {
            exchange.received(NOTHING, true);
          } else {
            pipe.readBody(clock.start());
          }
        });
  }

  @Override
  public void answer(Respond response) {
    onLoop(() -> pipe.respondAfterBody(response));
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
