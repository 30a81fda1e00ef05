package dev.nave.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one client in server-sent events, or in the answers to polls; its own go out in
 * requests over a second connection, one at a time, with all that has gathered. Loop only.
 */
final class HttpLink implements HubLink {
  private static final int MAX_ANSWER_BYTES = 65_536;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final LoadConnection client;
  private final URI url;
  private final boolean polls;
  private final EventLoop loop;
  private final Function<ChannelHandler, ChannelFuture> connecting;
  private final HubDialog dialog;
  private final MessageReader reader;
  private final EventReader events = new EventReader();
  private final ByteBuf gathered = Unpooled.buffer();
  private @Nullable Channel sending;
  private boolean posting;
  private boolean begun;
  private long now;

  /**
   * Creates one that has not connected yet.
   *
   * @param url the hub, with the token of the connection
   * @param connecting opens a connection to it on the loop
   */
  HttpLink(
      LoadConnection client,
      URI url,
      EventLoop loop,
      Function<ChannelHandler, ChannelFuture> connecting) {
    this.client = client;
    this.url = url;
    this.loop = loop;
    this.connecting = connecting;
    polls = client.scenario().way() == Scenario.Way.LONG_POLLING;
    Dialect dialect = Wire.JSON.dialect();
    dialog = new HubDialog(dialect, new Host());
    reader = new MessageReader(dialect, dialog);
  }

  /** Opens the connection that messages come by; returns at once. Any thread. */
  void connect() {
    var unused =
        open(
            new SimpleChannelInboundHandler<HttpObject>() {
              @Override
              public void channelActive(ChannelHandlerContext ctx) {
                get(ctx.channel());
              }

              @Override
              protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
                received(ctx.channel(), part);
              }

              @Override
              public void channelReadComplete(ChannelHandlerContext ctx) {
                client.turnEnded(HttpLink.this);
              }

              @Override
              public void channelInactive(ChannelHandlerContext ctx) {
                client.broken("a connection was lost");
              }
            });
  }

  private ChannelFuture open(ChannelHandler last) {
    return connecting.apply(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpClientCodec(), last);
          }
        });
  }

  private void get(Channel channel) {
    FullHttpRequest request = request(HttpMethod.GET, Unpooled.EMPTY_BUFFER);
    if (!polls) {
      request.headers().set(HttpHeaderNames.ACCEPT, "text/event-stream");
    }
    var unused = channel.writeAndFlush(request);
  }

  private FullHttpRequest request(HttpMethod method, ByteBuf body) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, url.getPath() + "?" + url.getRawQuery(), body);
    request.headers().set(HttpHeaderNames.HOST, url.getAuthority());
    return request;
  }

  private void received(Channel channel, HttpObject part) {
    now = System.nanoTime();
    if (part instanceof HttpResponse response) {
      if (response.status().code() != OK) {
        client.broken("the server answered a GET with " + response.status());
      }
      if (!polls) {
        begin();
      }
    }
    if (part instanceof HttpContent content) {
      ByteBuf bytes = content.content();
      client.frame(bytes.readableBytes());
      ByteBuf messages = polls ? bytes : events.read(bytes);
      reader.payload(messages, messages.readerIndex(), messages.writerIndex());
    }
    if (part instanceof LastHttpContent) {
      begin(); // A poll that is the first of its connection is answered at once.
      if (polls) {
        get(channel);
      } else {
        client.broken("the server ended a stream of events");
      }
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      dialog.begin();
    }
  }

  @Override
  public CallFrame frameOf(Template message) {
    return CallFrame.plain(message);
  }

  @Override
  public EventExecutor loop() {
    return loop;
  }

  @Override
  public void send(ByteBuf frames) {
    gathered.writeBytes(frames);
    frames.release();
    post();
  }

  private void post() {
    if (posting || !gathered.isReadable()) {
      return;
    }
    posting = true;
    Channel own = sending;
    if (own != null && own.isActive()) {
      post(own);
      return;
    }
    var unused =
        open(new Answers())
            .addListener(
                (ChannelFuture opened) -> {
                  sending = opened.channel();
                  if (opened.isSuccess()) {
                    post(opened.channel());
                  }
                });
  }

  private void post(Channel channel) {
    ByteBuf body = gathered.copy();
    gathered.clear();
    FullHttpRequest request = request(HttpMethod.POST, body);
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8");
    request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    var unused = channel.writeAndFlush(request);
  }

  /** Hears that the server has taken what was sent, so that what has gathered may follow. */
  private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      ctx.pipeline()
          .addBefore(ctx.name(), "aggregator", new HttpObjectAggregator(MAX_ANSWER_BYTES));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
      int status = response.status().code();
      if (status != OK && status != ACCEPTED) {
        client.broken(
            "the server answered a POST with "
                + response.status()
                + ": "
                + response.content().toString(US_ASCII));
      }
      posting = false;
      post();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (posting) { // A server may close it while it is idle.
        client.broken("a connection was lost before a POST was answered");
      }
    }
  }

  private final class Host implements HubDialog.Host {
    @Override
    public void send(Template message) {
      HttpLink.this.send(CallFrame.plain(message).toBytes());
    }

    @Override
    public void accepted() {
      reader.accepted();
    }

    @Override
    public void opened() {
      if (!polls) { // Polls are signs of life, too.
        var unused =
            loop.scheduleAtFixedRate(
                dialog::ping, HubSocket.PING_SECONDS, HubSocket.PING_SECONDS, TimeUnit.SECONDS);
      }
      client.opened(HttpLink.this);
    }

    @Override
    public void message(byte type, ByteBuf in, int from, int to) {
      client.message(HttpLink.this, type, in, from, to, now);
    }

    @Override
    public void frame(long bytes) {
      client.frame(bytes);
    }

    @Override
    public void broken(String why) {
      client.broken(why);
    }

    @Override
    public @Nullable Template firstCall() {
      return client.firstCall();
    }

    @Override
    public boolean hearsEarlyMessages() {
      return false;
    }

    @Override
    public boolean isStateful() {
      return false;
    }
  }
}
