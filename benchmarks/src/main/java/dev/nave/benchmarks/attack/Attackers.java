package dev.nave.benchmarks.attack;

import dev.nave.benchmarks.net.NettyIo;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hostile connections, as many at a time as are asked for: one that the server ends, or refuses, is
 * replaced by another after {@value #AGAIN_MILLIS} ms.
 */
public final class Attackers {
  private static final int AGAIN_MILLIS = 100;

  private final URI url;
  private final NettyIo io = NettyIo.best();
  private final EventLoopGroup loops = io.newLoops(1);
  private final AttackTally tally = new AttackTally();
  private volatile boolean ending;

  private Attackers(URI url) {
    this.url = url;
  }

  /**
   * Attacks a server until the standard input ends.
   *
   * @param connections how many at a time; the attacks take turns
   */
  public static void run(URI url, List<Attack> attacks, int connections, PrintStream out)
      throws IOException {
    Attackers attackers = new Attackers(url);
    for (int i = 0; i < connections; i++) {
      attackers.connect(attacks.get(i % attacks.size()));
    }
    while (System.in.read() >= 0) {
      // The program that started this one says nothing, and ends it by the end of its input.
    }
    attackers.ending = true;
    out.println(attackers.tally);
    out.flush();
    attackers.loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void connect(Attack attack) {
    if (ending) {
      return;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops)
            .channel(io.clientChannel())
            .handler(new HostileConnection(attack, url, tally))
            .connect(new InetSocketAddress(url.getHost(), url.getPort()));
    var unused =
        connecting
            .channel()
            .closeFuture()
            .addListener(
                closed ->
                    loops
                        .schedule(() -> connect(attack), AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .isDone());
  }
}
