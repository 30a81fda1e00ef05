package dev.nave.benchmarks;

import dev.nave.benchmarks.net.NettyIo;
import dev.nave.benchmarks.servers.EchoFlush;
import dev.nave.benchmarks.servers.HubUnderTest;
import dev.nave.benchmarks.servers.HubUnderTest.Extra;
import dev.nave.benchmarks.servers.RawServer;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The commands that serve until the process is told to end. */
final class ServerCommands {
  private ServerCommands() {}

  static void hub(Arguments arguments, PrintStream out) throws InterruptedException {
    int port = arguments.number("port", 0, 0);
    int loops = loops(arguments);
    String transport = transport(arguments);
    Optional<String> redis = arguments.find("redis");
    Map<String, String> options = pairs(arguments.text("hub-options", ""));
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    for (Extra extra : Extra.values()) {
      if (arguments.has(extra.name().toLowerCase(Locale.ROOT))) {
        extras.add(extra);
      }
    }
    arguments.rejectUnknown();
    HubUnderTest server = HubUnderTest.start(port, loops, transport, redis, options, extras);
    serve("hub", server.port(), server, out);
  }

  static void raw(Arguments arguments, PrintStream out) throws InterruptedException {
    int port = arguments.number("port", 0, 0);
    int loops = loops(arguments);
    NettyIo io = NettyIo.named(transport(arguments));
    boolean tls = arguments.has("tls");
    EchoFlush echoFlush =
        arguments.has("flush-per-read") ? EchoFlush.PER_READ : EchoFlush.PER_MESSAGE;
    arguments.rejectUnknown();
    RawServer server = RawServer.start(port, loops, io, tls, echoFlush);
    serve("raw Netty", server.port(), server, out);
  }

  /** Reads {@code name=value,...}. */
  private static Map<String, String> pairs(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : ""));
  }

  private static int loops(Arguments arguments) {
    return arguments.number("loops", Runtime.getRuntime().availableProcessors(), 1);
  }

  static String transport(Arguments arguments) {
    return arguments.text("transport", "auto");
  }

  private static void serve(String what, int port, AutoCloseable server, PrintStream out)
      throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "shutdown"));
    out.printf(
        "%s serves http://127.0.0.1:%d/bench, process %d%n",
        what, port, ProcessHandle.current().pid());
    new CountDownLatch(1).await();
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not close", e);
    }
  }
}
