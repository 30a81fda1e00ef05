package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.FairPlaces;
import dev.nave.hub.transport.RefusalLog;
import dev.nave.hub.transport.tck.FakeEndpoint;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a socket that is slow to close, as one with TLS whose client does not read. */
class HttpHandlerTest {
  private static final String TWO_REQUESTS =
      "GET /hub/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /hub/2 HTTP/1.1\r\nHost: x\r\n\r\n";

  private final FakeEndpoint endpoint = new FakeEndpoint();
  private final SlowSocket socket = new SlowSocket();
  private final EmbeddedChannel channel = open();

  private EmbeddedChannel open() {
    Duration time = Duration.ofMinutes(1);
    TransportSettings settings =
        new TransportSettings(
            "",
            0,
            1,
            Io::nio,
            null,
            1,
            true,
            null,
            new HttpLimits(1_000, 1_000, 10, 1_000, 1_000, time, time, time),
            time,
            null,
            List.of(),
            null,
            1,
            Map.of(),
            List.of(),
            null,
            null);
    EmbeddedChannel opened = new EmbeddedChannel(socket);
    EventLoop loop = opened.eventLoop();
    ServerContext server =
        new ServerContext(
            settings,
            endpoint,
            new LocalAnswers(settings, RefusalLog.create(), () -> null, () -> null),
            AllowedHosts.of(Set.of("*"), "", InetAddress.getLoopbackAddress()),
            new FairPlaces<>(1_000, 1_000),
            Map.of(loop, new NettyLoop(loop, opened.alloc())),
            () -> true,
            RefusalLog.create());
    HttpHandler http = new HttpHandler(opened, server);
    opened
        .pipeline()
        .addLast(new RequestDecoder(opened, settings.http(), http::requestBegins))
        .addLast(new HttpResponseEncoder())
        .addLast(http);
    return opened;
  }

  @Test
  void asksAboutOneRequestAfterTheOther() {
    send(TWO_REQUESTS);
    assertThat(endpoint.requests()).hasSize(1);

    socket.takeAll();
    channel.runPendingTasks();

    assertThat(endpoint.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksAboutNoRequestOnceTheConnectionIsToClose(boolean stop) {
    send(TWO_REQUESTS);

    end(stop);
    socket.takeAll();
    channel.runPendingTasks();

    assertThat(socket.isClosing()).isTrue();
    assertThat(endpoint.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsNoRequestOnceTheConnectionIsToClose(boolean stop) {
    end(stop);
    send(TWO_REQUESTS);

    assertThat(socket.isClosing()).isTrue();
    assertThat(endpoint.requests()).isEmpty();
  }

  @Test
  void anAnswerThatIsTooLateDoesNotEndTheTimeThatTheClientHasToTakeItsResponse() {
    CompletableFuture<EndpointAnswer> answer = new CompletableFuture<>();
    endpoint.answerWith(request -> answer);
    send(TWO_REQUESTS);
    channel.advanceTimeBy(1, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks(); // The response is 503.

    answer.complete(new EndpointAnswer.NotMapped());
    channel.runPendingTasks();
    channel.advanceTimeBy(1, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();

    assertThat(socket.isClosing()).isTrue();
  }

  private void send(String requests) {
    channel.writeInbound(Unpooled.copiedBuffer(requests, StandardCharsets.US_ASCII));
    channel.runPendingTasks();
  }

  private void end(boolean stop) {
    if (stop) {
      channel.pipeline().fireUserEventTriggered(StopSignal.INSTANCE);
    } else {
      channel.pipeline().fireExceptionCaught(new IllegalStateException("for the test"));
    }
  }

  /** Takes nothing, and does not close, until it is told to. */
  private static final class SlowSocket extends ChannelOutboundHandlerAdapter {
    private final List<ChannelPromise> untaken = new ArrayList<>();
    private @Nullable ChannelPromise closing;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
      untaken.add(promise);
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
      closing = promise;
    }

    void takeAll() {
      untaken.forEach(ChannelPromise::setSuccess);
      untaken.clear();
    }

    boolean isClosing() {
      return closing != null;
    }
  }
}
