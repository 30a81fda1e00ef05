package dev.nave.transport.websocket.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultEventLoop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopTest {
  private final DefaultEventLoop eventLoop = new DefaultEventLoop();
  private final NettyLoop loop = new NettyLoop(eventLoop, ByteBufAllocator.DEFAULT);

  @AfterEach
  void end() {
    var unusedEnd = eventLoop.shutdownGracefully();
  }

  @Test
  void aBufferIsCopiedOnceForAllWhoKeepIt() throws Exception {
    byte[][] copies =
        eventLoop
            .submit(
                () -> {
                  OutboundBuffer joined = loop.join(List.of(new byte[] {'a'}, new byte[] {'b'}));
                  byte[][] made = {joined.copy(), joined.copy()};
                  joined.release();
                  return made;
                })
            .get();

    assertThat(copies[0]).isEqualTo("ab".getBytes(UTF_8)).isSameAs(copies[1]);
  }
}
