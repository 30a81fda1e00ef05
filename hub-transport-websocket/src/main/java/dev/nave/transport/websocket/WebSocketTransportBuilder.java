package dev.nave.transport.websocket;

import dev.nave.hub.transport.RequestPaths;
import dev.nave.transport.websocket.internal.FileSources;
import dev.nave.transport.websocket.internal.Ranges;
import dev.nave.transport.websocket.internal.StaticFiles;
import dev.nave.transport.websocket.internal.SubProtocols;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link WebSocketTransport}. Not thread-safe. */
public final class WebSocketTransportBuilder {
  private static final int MAX_LOOPS = 1_024;
  private static final int MAX_BYTES = 1 << 30;

  private String host = "0.0.0.0";
  private int port = 8080;
  private int loops = Runtime.getRuntime().availableProcessors();
  private IoBackend io = IoBackend.AUTO;
  private @Nullable TlsSettings tls;
  private int acceptBacklog = 1_024;
  private boolean tcpNoDelay = true;
  private @Nullable Duration tcpUserTimeout;
  private int maxRequestLineBytes = 8_192;
  private int maxHeaderBytes = 32_768;
  private int maxHeaderCount = 100;
  private int maxRequestBodyBytes = 65_536;
  private Duration requestTimeout = Duration.ofSeconds(10);
  private Duration answerTimeout = Duration.ofSeconds(60);
  private Duration idleTimeout = Duration.ofSeconds(60);
  private Duration closeTimeout = Duration.ofSeconds(5);
  private List<String> subProtocols = List.of();
  private final Map<String, TextEndpoint> texts = new LinkedHashMap<>();
  private final List<StaticFiles> staticFiles = new ArrayList<>();
  private @Nullable String livenessPath;
  private @Nullable String readinessPath;

  WebSocketTransportBuilder() {}

  /**
   * Sets the address or host name to listen on. Default: {@code 0.0.0.0}, every IPv4 address of the
   * machine; {@code ::} adds IPv6, {@code 127.0.0.1} keeps others out. Must not be blank.
   */
  public WebSocketTransportBuilder host(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("host must not be blank; 0.0.0.0 is every address");
    }
    host = value;
    return this;
  }

  /**
   * Sets the port to listen on. Default: 8080; from 0, where the operating system chooses one (see
   * {@link WebSocketTransport#port}), to 65,535.
   */
  public WebSocketTransportBuilder port(int value) {
    port = Ranges.check("port", value, 0, 65_535);
    return this;
  }

  /**
   * Sets the number of event loops, each a thread that serves its part of the connections. Default:
   * the number of processors; from 1 to 1,024.
   */
  public WebSocketTransportBuilder loops(int value) {
    loops = Ranges.check("loops", value, 1, MAX_LOOPS);
    return this;
  }

  /** Sets how the loops wait for their sockets. Default: {@link IoBackend#AUTO}. */
  public WebSocketTransportBuilder io(IoBackend value) {
    io = Objects.requireNonNull(value, "io");
    return this;
  }

  /** Serves HTTPS and WSS only. Default: plain HTTP, as behind a proxy that does TLS. */
  public WebSocketTransportBuilder tls(TlsSettings value) {
    tls = Objects.requireNonNull(value, "tls");
    return this;
  }

  /**
   * Sets how many connections the operating system may hold until they are accepted; it may have a
   * lower bound of its own. Default: 1,024; from 1 to 65,535.
   */
  public WebSocketTransportBuilder acceptBacklog(int value) {
    acceptBacklog = Ranges.check("acceptBacklog", value, 1, 65_535);
    return this;
  }

  /** Sets whether small writes go out at once (TCP_NODELAY). Default: true. */
  public WebSocketTransportBuilder tcpNoDelay(boolean value) {
    tcpNoDelay = value;
    return this;
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
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Ranges.MAX_DURATION) > 0) {
      throw new IllegalArgumentException(
          "tcpUserTimeout must be from 1 second to 1 day but was " + value);
    }
    tcpUserTimeout = value;
    return this;
  }

  /**
   * Sets the longest request line in bytes; a longer one is answered with 414. Default: 8,192; from
   * 256 to 2^30. Browsers send access tokens in it.
   */
  public WebSocketTransportBuilder maxRequestLineBytes(int value) {
    maxRequestLineBytes = Ranges.check("maxRequestLineBytes", value, 256, MAX_BYTES);
    return this;
  }

  /**
   * Sets how many bytes all headers of a request may have; more are answered with 431. Default:
   * 32,768; from 256 to 2^30.
   */
  public WebSocketTransportBuilder maxHeaderBytes(int value) {
    maxHeaderBytes = Ranges.check("maxHeaderBytes", value, 256, MAX_BYTES);
    return this;
  }

  /**
   * Sets how many header lines a request may have; more are answered with 431. Default: 100; from 1
   * to 65,535.
   */
  public WebSocketTransportBuilder maxHeaderCount(int value) {
    maxHeaderCount = Ranges.check("maxHeaderCount", value, 1, 65_535);
    return this;
  }

  /**
   * Sets how many bytes the body of a request may have, which is read and thrown away; more are
   * answered with 413. Default: 65,536; from 0 to 2^30.
   */
  public WebSocketTransportBuilder maxRequestBodyBytes(int value) {
    maxRequestBodyBytes = Ranges.check("maxRequestBodyBytes", value, 0, MAX_BYTES);
    return this;
  }

  /**
   * Sets how long a client may take to send a request, from its first byte to its last, and from
   * connecting to the end of the first one; then it is answered with 408 and the connection closed.
   * Default: 10 seconds; from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder requestTimeout(Duration value) {
    requestTimeout = Ranges.check("requestTimeout", value);
    return this;
  }

  /**
   * Sets how long the application may take to decide what a request is answered with: to
   * authenticate it, and to ask policies and redirects; then it is answered with 503 and the
   * connection closed. A poll that waits for messages has been decided about. Default: 60 seconds;
   * from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder answerTimeout(Duration value) {
    answerTimeout = Ranges.check("answerTimeout", value);
    return this;
  }

  /**
   * Sets how long an HTTP connection may rest after a request was answered: to take the response
   * and to begin the next request. Does not concern WebSockets. Default: 60 seconds; from 1
   * millisecond to 1 day.
   */
  public WebSocketTransportBuilder idleTimeout(Duration value) {
    idleTimeout = Ranges.check("idleTimeout", value);
    return this;
  }

  /**
   * Sets how long a client may take to receive what was written to its WebSocket and to answer the
   * close frame; then the connection is reset. Default: 5 seconds; from 1 millisecond to 1 day.
   */
  public WebSocketTransportBuilder closeTimeout(Duration value) {
    closeTimeout = Ranges.check("closeTimeout", value);
    return this;
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
    subProtocols = SubProtocols.checked(value);
    return this;
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
   * @param text is called on threads of the common pool, several at a time if several clients ask
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
    return new WebSocketTransport(
        new TransportSettings(
            host,
            port,
            loops,
            io.parts(),
            tls == null ? null : tls.contexts(),
            acceptBacklog,
            tcpNoDelay,
            tcpUserTimeout,
            new HttpLimits(
                maxRequestLineBytes,
                maxHeaderBytes,
                maxHeaderCount,
                maxRequestBodyBytes,
                requestTimeout,
                answerTimeout,
                idleTimeout),
            closeTimeout,
            subProtocols,
            Map.copyOf(texts),
            List.copyOf(staticFiles),
            livenessPath,
            readinessPath));
  }
}
