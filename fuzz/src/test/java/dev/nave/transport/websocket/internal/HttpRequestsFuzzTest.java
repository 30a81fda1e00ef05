package dev.nave.transport.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.fuzz.Pieces;
import dev.nave.fuzz.Seeds;
import dev.nave.fuzz.Spending;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.HubOptions;
import dev.nave.hub.internal.endpoint.HubEndpoint;
import dev.nave.hub.internal.endpoint.HubMapping;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.IgnoringReceiver;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What a client sends first: negotiate, the opening handshake of a WebSocket, or anything else. */
class HttpRequestsFuzzTest {
  private static final HttpLimits LIMITS =
      new HttpLimits(
          4096,
          8192,
          100,
          4096,
          1000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  static Stream<Arguments> seeds() {
    return Seeds.arguments(Seeds.read("http-requests.txt"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void piecesAreAnsweredAsTheWhole(byte[] bytes) {
    Spending.isBounded(bytes, 4096, () -> check(bytes));
  }

  private static void check(byte[] bytes) {
    List<String> whole = answers(List.of(bytes));
    List<String> pieces = answers(Pieces.of(bytes));

    assertThat(pieces).isEqualTo(whole);
  }

  private static List<String> answers(List<byte[]> pieces) {
    Judge judge = new Judge();
    EmbeddedChannel channel = new EmbeddedChannel();
    channel
        .pipeline()
        .addLast(new RequestDecoder(channel, LIMITS, looksLikeTls -> {}))
        .addLast(judge);
    try {
      for (byte[] piece : pieces) {
        channel.writeInbound(Unpooled.wrappedBuffer(piece));
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return judge.seen;
  }

  /** Does with a request what the server does until it has an answer. */
  private static final class Judge extends ChannelInboundHandlerAdapter {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      try {
        if (message instanceof io.netty.handler.codec.http.HttpRequest head) {
          seen.add(answer(head, ctx));
        }
        if (message instanceof HttpContent part && part.decoderResult().isFailure()) {
          seen.add("a malformed body");
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    private static String answer(
        io.netty.handler.codec.http.HttpRequest head, ChannelHandlerContext ctx) {
      try {
        HttpRequest request = RequestTranslator.translate(head, ctx.channel(), LIMITS);
        assertThat(request.path()).doesNotContain("\0");
        String key = Upgrade.keyOf(request, head);
        HubEndpoint endpoint =
            HubEndpoint.builder(Runnable::run)
                .hub(
                    new HubMapping(
                        "/chat",
                        HubOptions.builder().build(),
                        (accepted, link) -> IgnoringReceiver.INSTANCE))
                .build();
        endpoint.wantsBody(request);
        return show(request, endpoint.handle(request, key != null).toCompletableFuture().join());
      } catch (RequestRefusedException e) {
        assertThat(e.status().code()).isBetween(400, 505);
        return String.valueOf(e.status());
      }
    }

    private static String show(HttpRequest request, EndpointAnswer answer) {
      if (!(answer instanceof Respond respond)) {
        return answer.getClass().getSimpleName();
      }
      HttpResponses.encode(respond, false, true).release(); // Refuses headers that none may have.
      if ("application/json".equals(respond.headers().get("Content-Type"))) {
        assertThat(JsonMapper.shared().readTree(respond.body()).isObject())
            .as("answer to %s", request.path())
            .isTrue();
      }
      return String.valueOf(respond.status());
    }
  }
}
