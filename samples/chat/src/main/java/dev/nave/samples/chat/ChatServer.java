package dev.nave.samples.chat;

import dev.nave.hub.HubServer;
import dev.nave.transport.websocket.WebSocketTransport;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.CompletionException;

/**
 * The program: serves the page and its hub until it is told to stop. Any thread.
 *
 * <p>{@code java -jar chat.jar [--host address] [--port number]}
 */
public final class ChatServer implements AutoCloseable {
  private final HubServer server;
  private final String address;

  private ChatServer(HubServer server, String address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Starts a server and waits until browsers can connect.
   *
   * @throws CompletionException if it cannot listen there
   */
  static ChatServer start(Arguments arguments) {
    WebSocketTransport transport =
        WebSocketTransport.builder()
            .host(arguments.host())
            .port(arguments.port())
            .staticFiles("/", "page")
            .health("/health")
            .build();
    HubServer.Builder builder = HubServer.builder().transport(transport);
    configure(builder, Clock.systemUTC());
    HubServer server = builder.build();
    server.start();
    return new ChatServer(
        server, "http://" + inUrl(arguments.host()) + ":" + transport.port() + "/");
  }

  /** Sets all but the transport, so that tests can do without one. */
  static void configure(HubServer.Builder server, Clock clock) {
    server
        .hub("/chat", ChatHub.class, () -> new ChatHub(clock))
        .options(options -> options.userRequired(true))
        .authenticator(new NameAuthenticator());
  }

  /** Returns the address of the page. */
  String address() {
    return address;
  }

  /** Stops gracefully: pages are told to come back, and do when a server runs here again. */
  @Override
  public void close() {
    server.close();
  }

  /** Starts the program. */
  public static void main(String... args) {
    int status = run(System.out, System.err, args);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns 0 if the server runs and will stop with the program, else the exit status. */
  static int run(PrintStream out, PrintStream err, String... args) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("chat: " + e.getMessage());
      err.println(Arguments.USAGE);
      return 2;
    }
    try {
      ChatServer chat = start(arguments);
      Runtime.getRuntime().addShutdownHook(new Thread(chat::close, "chat-stop"));
      out.println("The chat is at " + chat.address());
      return 0;
    } catch (CompletionException e) {
      err.println("chat: " + reason(e) + "; --host and --port choose another address");
      return 1;
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** An IPv6 address stands in brackets. */
  private static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
