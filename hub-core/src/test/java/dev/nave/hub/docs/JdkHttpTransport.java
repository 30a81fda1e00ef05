package dev.nave.hub.docs;

import com.sun.net.httpserver.HttpServer;
import dev.nave.hub.HttpRequest;
import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.HttpEndpoint;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.PercentEncoding;
import dev.nave.hub.transport.ServerTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Long polling over the HTTP server of the JDK, as {@code docs/writing-a-transport.md} shows it.
 *
 * <p>Each request holds a thread while its body is read or its answer written, not while it waits.
 */
final class JdkHttpTransport implements ServerTransport {
  private static final int PIECE_BYTES = 8_192;

  private final ExecutorLoop loop = new ExecutorLoop();
  private final ExecutorService threads = Executors.newCachedThreadPool(JdkHttpTransport::daemon);
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private @Nullable HttpServer server;

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "jdk-http");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public CompletionStage<Void> start(HttpEndpoint endpoint) {
    try {
      HttpServer created =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      created.setExecutor(threads);
      created.createContext("/", request -> handle(endpoint, request));
      created.start();
      server = created;
      return CompletableFuture.completedStage(null);
    } catch (IOException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  int port() {
    HttpServer started = server;
    return started == null ? -1 : started.getAddress().getPort();
  }

  private void handle(HttpEndpoint endpoint, com.sun.net.httpserver.HttpExchange request)
      throws IOException {
    HttpRequest translated = translate(request);
    if (translated == null) {
      respond(request, Respond.of(400, Map.of(), ""));
      return;
    }
    var unused =
        endpoint
            .handle(translated, false) // Never an upgrade: this server has no WebSockets.
            .thenAcceptAsync(answer -> carryOut(request, answer), threads);
  }

  private static @Nullable HttpRequest translate(com.sun.net.httpserver.HttpExchange request) {
    URI uri = request.getRequestURI();
    String path = PercentEncoding.path(uri.getRawPath());
    if (path == null) {
      return null;
    }
    HttpRequest.Builder translated =
        HttpRequest.builder(request.getRequestMethod(), path)
            .remoteAddress(request.getRemoteAddress());
    if (uri.getRawQuery() != null) {
      PercentEncoding.addQuery(translated, uri.getRawQuery());
    }
    request
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> translated.header(name, value)));
    return translated.build();
  }

  private void carryOut(com.sun.net.httpserver.HttpExchange request, EndpointAnswer answer) {
    if (answer instanceof EndpointAnswer.Later later) {
      Waiting client = new Waiting(request, later.exchange());
      waiting.add(client);
      loop.execute(() -> later.exchange().begin(client));
      return;
    }
    Respond response = Respond.of(404, Map.of(), "");
    if (answer instanceof Respond plain) {
      response = plain;
    } else if (answer instanceof EndpointAnswer.Attach attach) {
      attach.connection().abandon();
    } else if (answer instanceof EndpointAnswer.Stream stream) {
      stream.connection().abandon();
    }
    try {
      respond(request, response);
    } catch (IOException e) {
      request.close(); // The client has left; the endpoint is not interested.
    }
  }

  private static void respond(com.sun.net.httpserver.HttpExchange request, Respond response)
      throws IOException {
    response.headers().forEach((name, value) -> request.getResponseHeaders().set(name, value));
    byte[] body = response.body();
    request.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = request.getResponseBody()) {
      out.write(body);
    }
    request.close();
  }

  /** A request whose answer comes later. */
  private final class Waiting implements HttpExchange.Client {
    private final com.sun.net.httpserver.HttpExchange request;
    private final HttpExchange exchange;
    private final AtomicBoolean ended = new AtomicBoolean();

    Waiting(com.sun.net.httpserver.HttpExchange request, HttpExchange exchange) {
      this.request = request;
      this.exchange = exchange;
    }

    @Override
    public ConnectionLoop loop() {
      return loop;
    }

    @Override
    public void read() {
      threads.execute(
          () -> {
            byte[] piece = new byte[PIECE_BYTES];
            try {
              InputStream body = request.getRequestBody();
              int length = body.read(piece);
              byte[] received = Arrays.copyOf(piece, Math.max(0, length));
              loop.execute(() -> exchange.received(received, length < 0));
            } catch (IOException e) {
              abort();
            }
          });
    }

    @Override
    public void answer(Respond response) {
      threads.execute(
          () -> {
            try {
              respond(request, response);
              end(exchange::answered);
            } catch (IOException e) {
              abort();
            }
          });
    }

    @Override
    public void abort() {
      end(exchange::abandon);
      threads.execute(request::close);
    }

    /** One end, on the loop, in a turn of its own. */
    private void end(Runnable how) {
      if (ended.compareAndSet(false, true)) {
        waiting.remove(this);
        loop.execute(how);
      }
    }
  }

  /** The server of the JDK cannot stop to listen without ending what waits: {@link #stop} does. */
  @Override
  public CompletionStage<Void> stopAccepting() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> stop() {
    HttpServer started = server;
    return CompletableFuture.runAsync(
        () -> {
          waiting.forEach(Waiting::abort);
          if (started != null) {
            started.stop(0);
          }
          CompletableFuture<Void> settled = new CompletableFuture<>();
          loop.execute(() -> settled.complete(null)); // Behind the ends of what waited.
          settled.join();
          loop.stop();
          threads.shutdown();
        });
  }
}
