package dev.nave.transport.websocket;

import static dev.nave.transport.websocket.TransportOptionDeclarations.ACCEPT_BACKLOG;
import static dev.nave.transport.websocket.TransportOptionDeclarations.ALLOWED_HOSTS;
import static dev.nave.transport.websocket.TransportOptionDeclarations.ANSWER_TIMEOUT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.CLOSE_TIMEOUT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.COMPRESSION;
import static dev.nave.transport.websocket.TransportOptionDeclarations.COMPRESSION_LEVEL;
import static dev.nave.transport.websocket.TransportOptionDeclarations.COMPRESSION_THRESHOLD;
import static dev.nave.transport.websocket.TransportOptionDeclarations.HOST;
import static dev.nave.transport.websocket.TransportOptionDeclarations.IDLE_TIMEOUT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.IO;
import static dev.nave.transport.websocket.TransportOptionDeclarations.LOOPS;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_FILE_THREADS;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_HEADER_BYTES;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_HEADER_COUNT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_INCOMPLETE_REQUESTS;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_INFLATED_BYTES;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_REQUEST_BODY_BYTES;
import static dev.nave.transport.websocket.TransportOptionDeclarations.MAX_REQUEST_LINE_BYTES;
import static dev.nave.transport.websocket.TransportOptionDeclarations.PORT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.REQUEST_TIMEOUT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.SUB_PROTOCOLS;
import static dev.nave.transport.websocket.TransportOptionDeclarations.TCP_NO_DELAY;
import static dev.nave.transport.websocket.TransportOptionDeclarations.TCP_USER_TIMEOUT;
import static dev.nave.transport.websocket.TransportOptionDeclarations.TLS;

import dev.nave.backplane.options.Option;
import dev.nave.backplane.options.OptionValues;
import dev.nave.hub.transport.RequestPaths;
import dev.nave.transport.websocket.internal.Compression;
import dev.nave.transport.websocket.internal.FileSources;
import dev.nave.transport.websocket.internal.StaticFiles;
import dev.nave.transport.websocket.internal.TextEndpoint;
import dev.nave.transport.websocket.internal.TransportSettings;
import dev.nave.transport.websocket.internal.TransportSettings.HttpLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link WebSocketTransport}. Not thread-safe. */
public final class WebSocketTransportBuilder {
  private final OptionValues values = OptionValues.of(TransportOptionDeclarations.DECLARED);
  private final Map<String, TextEndpoint> texts = new LinkedHashMap<>();
  private final List<StaticFiles> staticFiles = new ArrayList<>();
  private @Nullable String livenessPath;
  private @Nullable String readinessPath;

  WebSocketTransportBuilder() {}

  private <T> WebSocketTransportBuilder set(Option<T> option, T value) {
    values.set(option, value);
    return this;
  }

  /**
   * Sets an option by its name from text, as from a file of properties. Not {@code tls}, which only
   * code can set, nor the paths of files, texts and health.
   *
   * @param name in any case, with or without hyphens: {@code requestTimeout}, {@code
   *     request-timeout}
   * @param value a number; a time such as {@code 10s}, {@code 500ms} or {@code PT10S}; a size such
   *     as {@code 64KiB}; {@code true} or {@code false}; a constant such as {@code epoll}; for
   *     sub-protocols one or several with commas between them
   * @throws dev.nave.backplane.options.OptionException if there is no such option, the text cannot
   *     be read, or the value is not allowed; the message names all that
   */
  public WebSocketTransportBuilder set(String name, String value) {
    values.set(name, value);
    return this;
  }

  /**
   * Sets options from the entries of a map whose keys begin with a prefix; others are left alone.
   * The order of the map means nothing.
   *
   * @param prefix for example {@code nave.transport.}; {@link #set(String, String)} takes the rest
   *     of the key
   * @throws dev.nave.backplane.options.OptionException as {@link #set(String, String)}, or if two
   *     keys name one option; the message has the whole key
   */
  public WebSocketTransportBuilder setAll(Map<String, String> map, String prefix) {
    values.setAll(map, prefix);
    return this;
  }

  /**
   * Sets the address or host name to listen on. Default: {@code 0.0.0.0}, every IPv4 address of the
   * machine; {@code ::} adds IPv6, {@code 127.0.0.1} keeps others out. Must not be blank.
   */
  public WebSocketTransportBuilder host(String value) {
    return set(HOST, value);
  }

  /**
   * Sets the port to listen on. Default: 8080; from 0, where the operating system chooses one (see
   * {@link WebSocketTransport#port}), to 65,535.
   */
  public WebSocketTransportBuilder port(int value) {
    return set(PORT, value);
  }

  /**
   * Sets the number of event loops, each a thread that serves its part of the connections. Default:
   * the number of processors; from 1 to 1,024.
   */
  public WebSocketTransportBuilder loops(int value) {
    return set(LOOPS, value);
  }

  /** Sets how the loops wait for their sockets. Default: {@link IoBackend#AUTO}. */
  public WebSocketTransportBuilder io(IoBackend value) {
    return set(IO, value);
  }

  /** Serves HTTPS and WSS only. Default: plain HTTP, as behind a proxy that does TLS. */
  public WebSocketTransportBuilder tls(TlsSettings value) {
    return set(TLS, value);
  }

  /**
   * Sets how many connections the operating system may hold until they are accepted; it may have a
   * lower bound of its own. Default: 1,024; from 1 to 65,535.
   */
  public WebSocketTransportBuilder acceptBacklog(int value) {
    return set(ACCEPT_BACKLOG, value);
  }

  /** Sets whether small writes go out at once (TCP_NODELAY). Default: true. */
  public WebSocketTransportBuilder tcpNoDelay(boolean value) {
    return set(TCP_NO_DELAY, value);
  }

  /**
   * Sets how long sent bytes, or a probe of TCP's keep-alive, may stay unacknowledged before the
   * operating system takes the client for gone: a machine without power, a network that is away.
   * Default: the longest of all hubs' {@code clientTimeout} and {@code sendTimeout}; from 1 second
   * to 1 day.
   *
   * <p>A client that is silent is probed after the longest {@code keepAliveInterval} of the hubs,
   * so that it is gone after both times together. {@link IoBackend#EPOLL} and {@link
   * IoBackend#IO_URING} set the TCP user time-out, too. {@link IoBackend#NIO} has keep-alive only,
   * which does not run while sent bytes are unacknowledged; {@link IoBackend#KQUEUE} has it at the
   * times of the operating system.
   */
  public WebSocketTransportBuilder tcpUserTimeout(Duration value) {
    return set(TCP_USER_TIMEOUT, value);
  }

  /**
   * Sets the longest request line in bytes; a longer one is answered with 414. Default: 8,192; from
   * 256 to 2^30. Browsers send access tokens in it.
   */
  public WebSocketTransportBuilder maxRequestLineBytes(int value) {
    return set(MAX_REQUEST_LINE_BYTES, value);
  }

  /**
   * Sets how many bytes all headers of a request may have; more are answered with 431. Default:
   * 32,768; from 256 to 2^30.
   */
  public WebSocketTransportBuilder maxHeaderBytes(int value) {
    return set(MAX_HEADER_BYTES, value);
  }

  /**
   * Sets how many header lines a request may have; more are answered with 431. Default: 100; from 1
   * to 65,535.
   */
  public WebSocketTransportBuilder maxHeaderCount(int value) {
    return set(MAX_HEADER_COUNT, value);
  }

  /**
   * Sets how many bytes the body of a request may have, which is read and thrown away; more are
   * answered with 413. Default: 65,536; from 0 to 2^30.
   */
  public WebSocketTransportBuilder maxRequestBodyBytes(int value) {
    return set(MAX_REQUEST_BODY_BYTES, value);
  }

  /**
   * Sets how many HTTP connections may have no complete request: those that send one, and those
   * that rest between two. If there are more, the oldest one of the address that has most of them
   * is closed, so that a client that opens as many as it can keeps no other out. A network of IPv6
   * of 64 bits counts as one address. Default: 10,000; from 1 to 1,000,000.
   */
  public WebSocketTransportBuilder maxIncompleteRequests(int value) {
    return set(MAX_INCOMPLETE_REQUESTS, value);
  }

  /**
   * Sets how many threads read static files and make the texts of {@link #textEndpoint}. For each
   * thread 64 requests may wait; further ones are answered with 503. Default: 4; from 1 to 1,024.
   */
  public WebSocketTransportBuilder maxFileThreads(int value) {
    return set(MAX_FILE_THREADS, value);
  }

  /**
   * Sets by which names clients may call the server: a request with another {@code Host} is
   * answered with 400, but for the health paths. That keeps out web pages whose name was made to
   * lead to this server (DNS rebinding), which would count as its own. Names are without a port;
   * {@code *.app.example} stands for all names that end so, {@code *} for all.
   *
   * <p>Default: the names of this machine alone, such as {@code localhost}, if {@link #host} is an
   * address of the loopback interface; else all.
   */
  public WebSocketTransportBuilder allowedHosts(Set<String> value) {
    return set(ALLOWED_HOSTS, value);
  }

  /**
   * Sets how long a client may take to send a request, from its first byte to its last, and from
   * connecting to the end of the first one; then it is answered with 408 and the connection closed.
   * Default: 10 seconds; from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder requestTimeout(Duration value) {
    return set(REQUEST_TIMEOUT, value);
  }

  /**
   * Sets how long the application may take to decide what a request is answered with: to
   * authenticate it, and to ask policies and redirects; then it is answered with 503 and the
   * connection closed. A poll that waits for messages has been decided about. Default: 60 seconds;
   * from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder answerTimeout(Duration value) {
    return set(ANSWER_TIMEOUT, value);
  }

  /**
   * Sets how long an HTTP connection may rest after a request was answered: to take the response
   * and to begin the next request. Does not concern WebSockets. Default: 60 seconds; from 1
   * millisecond to 1 day.
   */
  public WebSocketTransportBuilder idleTimeout(Duration value) {
    return set(IDLE_TIMEOUT, value);
  }

  /**
   * Sets how long a client may take to receive what was written to its WebSocket and to answer the
   * close frame; then the connection is reset. A stop of the server waits so long, and at most 10
   * seconds, for clients that have not taken all. Default: 5 seconds; from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder closeTimeout(Duration value) {
    return set(CLOSE_TIMEOUT, value);
  }

  /**
   * Sets the WebSocket sub-protocols that are agreed to, the preferred first: a client that offers
   * some gets the first of these that is among them. Default: none is agreed to, and SignalR's
   * clients offer none. It has no effect on what is spoken; some browsers give up a WebSocket if
   * none of the sub-protocols that they offered is agreed to.
   *
   * @throws IllegalArgumentException if one is no token of HTTP, or is there twice
   */
  public WebSocketTransportBuilder subProtocols(List<String> value) {
    return set(SUB_PROTOCOLS, value);
  }

  /**
   * Sets whether {@code permessage-deflate} is agreed to with clients that offer it, as browsers
   * and the official JavaScript client do. Each message is compressed by itself, so that a message
   * to many clients is compressed once. Default: false. Compression tells the length of a message
   * that holds a secret beside what an attacker chooses; it costs CPU time for messages to one
   * client.
   *
   * <p>Source: RFC 7692.
   */
  public WebSocketTransportBuilder compression(boolean value) {
    return set(COMPRESSION, value);
  }

  /** Sets the size, in bytes, below which messages are not compressed. Default: 1,024. */
  public WebSocketTransportBuilder compressionThreshold(int value) {
    return set(COMPRESSION_THRESHOLD, value);
  }

  /** Sets how much work is put into compression: 1 is fast, 9 is small. Default: 6. */
  public WebSocketTransportBuilder compressionLevel(int value) {
    return set(COMPRESSION_LEVEL, value);
  }

  /**
   * Sets the largest compressed WebSocket message of a client, in bytes when inflated. The client
   * of a larger one is closed with 1009 once so many are inflated; whole hub messages in front of
   * that have been read, and their own bound is that of the hub. Default: 1,048,576 bytes.
   */
  public WebSocketTransportBuilder maxInflatedBytes(int value) {
    return set(MAX_INFLATED_BYTES, value);
  }

  /**
   * Serves the files of a directory where no hub is mapped: the pages of a small application. Dot
   * files, and what links outside, are not served; a path that ends with a slash means its {@code
   * index.html}; a file may have 16 MiB. Can be called several times: the first that has a file
   * wins.
   *
   * @param path below which they are found; begins with a slash
   * @param directory exists already
   */
  public WebSocketTransportBuilder staticFiles(String path, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("staticFiles: " + directory + " is not a directory");
    }
    if (directory.toAbsolutePath().normalize().getNameCount() == 0) {
      throw new IllegalArgumentException(
          "staticFiles: "
              + directory
              + " is the whole file system; name the directory of the pages");
    }
    staticFiles.add(
        new StaticFiles(
            RequestPaths.literal("staticFiles", path), FileSources.directory(directory)));
    return this;
  }

  /**
   * Serves resources of the class path in the same way. They are found through the calling thread's
   * context class loader. Classes are not served.
   *
   * @param path below which they are found; begins with a slash
   * @param folder in the class path, for example {@code "web"}; neither the whole of it nor {@code
   *     META-INF} but for {@code META-INF/resources}
   * @throws IllegalArgumentException if the folder holds what is not for clients, or the path does
   *     not begin with a slash
   */
  public WebSocketTransportBuilder staticFiles(String path, String folder) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader =
        context == null ? WebSocketTransportBuilder.class.getClassLoader() : context;
    String trimmed = folder.replaceAll("^/+|/+$", "");
    FileSources.checkFolder(trimmed, folder);
    staticFiles.add(
        new StaticFiles(
            RequestPaths.literal("staticFiles", path), FileSources.classPath(loader, trimmed)));
    return this;
  }

  /**
   * Answers GET at {@code path} with 200 while new clients should come here, else with 503 and the
   * reason: for load balancers. A server that is being stopped is not ready from the first moment
   * on. Default: not answered.
   *
   * @param path begins with a slash
   */
  public WebSocketTransportBuilder health(String path) {
    readinessPath = RequestPaths.literal("health", path);
    return this;
  }

  /**
   * Answers at one path whether the process works at all, and at another whether new clients should
   * come here, as {@link #health(String)} does. A process manager asks the first, which is answered
   * with 200 as long as the server listens, also while it is being stopped. Load balancers ask the
   * second. Default: not answered.
   *
   * @param livenessPath begins with a slash, for example {@code "/health/live"}
   * @param readinessPath another one, for example {@code "/health/ready"}
   */
  public WebSocketTransportBuilder health(String livenessPath, String readinessPath) {
    if (livenessPath.equals(readinessPath)) {
      throw new IllegalArgumentException(
          "liveness and readiness need two paths but both are \"" + livenessPath + "\"");
    }
    this.livenessPath = RequestPaths.literal("health", livenessPath);
    return health(readinessPath);
  }

  /**
   * Answers GET at {@code path} with a text that is made for each request: what monitoring reads,
   * such as counters. Hubs and the health paths come first, static files after it. Can be called
   * for several paths, once for each.
   *
   * <p>The client gets 500, and the log says why, if {@code text} throws or returns more than
   * 1,048,576 characters. Any client can read the text: what is confidential belongs behind another
   * port or a proxy.
   *
   * @param path begins with a slash; that path alone is answered, nothing below it
   * @param contentType for example {@code "application/json"}; the text is sent as UTF-8
   * @param text is called on the threads of {@link #maxFileThreads}, several at a time if several
   *     clients ask
   */
  public WebSocketTransportBuilder textEndpoint(
      String path, String contentType, Supplier<String> text) {
    TextEndpoint endpoint = new TextEndpoint(contentType, Objects.requireNonNull(text, "text"));
    if (contentType.isBlank() || contentType.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "contentType must be one such as \"application/json\" but was \"" + contentType + "\"");
    }
    if (texts.putIfAbsent(RequestPaths.literal("a textEndpoint", path), endpoint) != null) {
      throw new IllegalArgumentException("there is a textEndpoint at \"" + path + "\" already");
    }
    return this;
  }

  /** Returns a transport that has not been started. */
  public WebSocketTransport build() {
    TlsSettings tls = values.find(TLS);
    return new WebSocketTransport(
        new TransportSettings(
            values.get(HOST),
            values.get(PORT),
            values.get(LOOPS),
            values.get(IO).parts(),
            tls == null ? null : tls.contexts(),
            values.get(ACCEPT_BACKLOG),
            values.get(TCP_NO_DELAY),
            values.find(TCP_USER_TIMEOUT),
            new HttpLimits(
                values.get(MAX_REQUEST_LINE_BYTES),
                values.get(MAX_HEADER_BYTES),
                values.get(MAX_HEADER_COUNT),
                values.get(MAX_REQUEST_BODY_BYTES),
                values.get(MAX_INCOMPLETE_REQUESTS),
                values.get(REQUEST_TIMEOUT),
                values.get(ANSWER_TIMEOUT),
                values.get(IDLE_TIMEOUT)),
            values.get(CLOSE_TIMEOUT),
            values.get(COMPRESSION)
                ? new Compression(
                    values.get(COMPRESSION_THRESHOLD),
                    values.get(COMPRESSION_LEVEL),
                    values.get(MAX_INFLATED_BYTES))
                : null,
            values.get(SUB_PROTOCOLS),
            values.find(ALLOWED_HOSTS),
            values.get(MAX_FILE_THREADS),
            Map.copyOf(texts),
            List.copyOf(staticFiles),
            livenessPath,
            readinessPath),
        values.toString(),
        values.changed());
  }

  /** Returns all options in force that have a text, {@code name=value, name=value}. */
  @Override
  public String toString() {
    return values.toString();
  }
}
