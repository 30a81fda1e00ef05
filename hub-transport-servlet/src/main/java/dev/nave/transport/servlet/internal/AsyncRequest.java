package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.ConnectionLoop;
import dev.nave.hub.transport.EndpointAnswer;
import dev.nave.hub.transport.EndpointAnswer.Later;
import dev.nave.hub.transport.EndpointAnswer.NotMapped;
import dev.nave.hub.transport.EndpointAnswer.Respond;
import dev.nave.hub.transport.EndpointAnswer.Stream;
import dev.nave.hub.transport.HttpExchange;
import dev.nave.hub.transport.RefusalLog.Kind;
import dev.nave.hub.transport.ServerTransport;
import dev.nave.transport.servlet.internal.AsyncEnd.Touch;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is answered without a thread of the container: when the endpoint has decided, or
 * when an exchange says so. Loop only, but for {@link #carryOut} and what is called by others.
 */
final class AsyncRequest implements HttpExchange.Client, BodyReader.Owner, BodyWriter.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);
  private static final Respond NOT_FOUND = new Respond(404, Map.of(), new byte[0]);

  private final RunningTransport transport;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final boolean bodyWanted;
  private final boolean head;
  private final ServletLoop loop;
  private final Runnable endWithTransport = this::endWithTransport;
  private @Nullable AsyncEnd asyncEnd;
  private @Nullable BodyReader body;
  private @Nullable BodyWriter writer;
  private @Nullable HttpExchange exchange;
  private @Nullable Runnable timer;
  private boolean answered;
  private boolean over;

  AsyncRequest(
      RunningTransport transport,
      HttpServletRequest request,
      HttpServletResponse response,
      boolean bodyWanted) {
    this.transport = transport;
    this.request = request;
    this.response = response;
    this.bodyWanted = bodyWanted;
    head = request.getMethod().equals("HEAD");
    loop = transport.loops().next();
  }

  /** Does what the endpoint answers. On the thread of the request. */
  void carryOut(CompletableFuture<EndpointAnswer> answer) throws IOException {
    if (answer.isDone()) {
      EndpointAnswer given = given(answer);
      if (given instanceof Respond respond) {
        Responses.send(response, respond);
        return;
      }
      if (given instanceof NotMapped) {
        Responses.send(response, NOT_FOUND);
        return;
      }
    }
    AsyncEnd started;
    try {
      started = begin();
    } catch (IOException | RuntimeException e) { // A filter that is not asynchronous, for example.
      var unusedFuture = answer.thenAccept(HubServlet::abandon);
      throw e;
    }
    transport.began(endWithTransport);
    boolean known =
        loop.offer(() -> timer = loop.schedule(this::late, transport.settings().answerTimeout()));
    if (!known) {
      started.complete();
    }
    var unusedFuture =
        answer.whenComplete(
            (given, failure) -> {
              if (!loop.offer(() -> decided(given(answer))) && given != null) {
                HubServlet.abandon(given);
              }
            });
  }

  private AsyncEnd begin() throws IOException {
    AsyncEnd started = new AsyncEnd(transport, loop, request.startAsync(request, response));
    asyncEnd = started;
    if (bodyWanted) {
      BodyReader reader =
          new BodyReader(
              loop, request.getInputStream(), started, transport.settings().requestTimeout(), this);
      body = reader;
      reader.begin();
    }
    return started;
  }

  private static EndpointAnswer given(CompletableFuture<EndpointAnswer> answer) {
    return answer
        .handle((given, failure) -> given == null ? HubServlet.failed(failure) : given)
        .join();
  }

  private void decided(EndpointAnswer given) {
    if (timer != null) {
      timer.run();
    }
    if (over || answered) {
      HubServlet.abandon(given);
    } else if (given instanceof Later later) {
      exchange = later.exchange();
      exchange.begin(this);
    } else if (given instanceof Stream stream) {
      stream(stream);
    } else if (given instanceof Respond respond) {
      respond(respond);
    } else if (given instanceof NotMapped) {
      respond(NOT_FOUND);
    } else {
      HubServlet.abandon(given);
      respond(HubServlet.failed(new IllegalStateException("a WebSocket for another request")));
    }
  }

  private void stream(Stream stream) {
    over = true; // The connection takes over.
    transport.ended(endWithTransport);
    if (body != null) {
      body.end();
    }
    ServletEventStream events = new ServletEventStream(transport, loop, request, asyncEnd());
    try {
      ServletOutputStream out =
          begin( // Nothing can follow an endless response.
              stream.beginning(), () -> response.setHeader("Connection", "close"));
      events.begin(out, stream.beginning().body(), stream.connection());
    } catch (IOException | RuntimeException e) {
      LOG.debug("an event stream could not begin", e);
      stream.connection().abandon();
      events.abort();
    }
  }

  /** Sets status and headers of a response, and returns where its body goes. */
  private ServletOutputStream begin(Respond answer, Touch more) throws IOException {
    AtomicReference<ServletOutputStream> out = new AtomicReference<>();
    asyncEnd()
        .unlessOver(
            () -> {
              Responses.begin(response, answer);
              more.run();
              out.set(response.getOutputStream());
            });
    ServletOutputStream begun = out.get();
    if (begun == null) {
      throw new IOException("the container has ended the request");
    }
    return begun;
  }

  private AsyncEnd asyncEnd() {
    AsyncEnd started = asyncEnd;
    if (started == null) {
      throw new IllegalStateException("the request is not asynchronous");
    }
    return started;
  }

  private void respond(Respond answer) {
    if (over || answered) {
      return;
    }
    answered = true;
    if (body != null) {
      body.end();
    }
    try {
      boolean bodiless = answer.status() == 204 || answer.status() == 304;
      ServletOutputStream out =
          begin(
              answer,
              () -> {
                if (!bodiless) {
                  response.setContentLength(answer.body().length);
                }
              });
      BodyWriter writing = new BodyWriter(loop, out, asyncEnd(), this);
      writer = writing;
      if (!bodiless && !head) {
        writing.write(answer.body());
      }
      writing.begin();
      writing.finish();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void late() {
    if (!over && !answered && exchange == null) {
      respond(HubServlet.late(transport));
    }
  }

  /** The request has ended, one way or the other. */
  private void end() {
    over = true;
    transport.ended(endWithTransport);
    if (body != null) {
      body.end();
    }
    if (writer != null) {
      writer.end();
    }
  }

  /** What was answered may still go out; who waits for an answer sees that there is none. */
  private void endWithTransport() {
    loop.offer(
        () -> {
          if (answered) {
            loop.schedule(this::cutAtTheStop, transport.settings().closeTimeout());
          } else {
            cutAtTheStop();
          }
        });
  }

  private void cutAtTheStop() {
    if (!over) {
      ContainerRequests.cut(request, asyncEnd());
      failed(new IllegalStateException("the transport stops"));
    }
  }

  // What the exchange asks for. Any thread.

  @Override
  public ConnectionLoop loop() {
    return loop;
  }

  @Override
  public void read() {
    loop.offer(
        () -> {
          if (body != null) {
            body.read();
          } else if (exchange != null && !over) {
            exchange.received(new byte[0], true);
          }
        });
  }

  @Override
  public void answer(Respond answer) {
    loop.offer(() -> respond(answer));
  }

  @Override
  public void abort() {
    loop.offer(
        () -> {
          if (!over) {
            ContainerRequests.cut(request, asyncEnd());
            failed(new IOException("cut by the server"));
          }
        });
  }

  // What becomes of the request.

  @Override
  public void received(byte[] piece, boolean last) {
    HttpExchange told = exchange;
    if (told != null && !over) {
      told.received(piece, last);
    }
  }

  @Override
  public void late(BodyReader reader) {
    String reason =
        "no whole request within ServletTransport requestTimeout, which is "
            + transport.settings().requestTimeout().toMillis()
            + " ms";
    transport
        .endpoint()
        .refusals()
        .refused(Kind.LATE_REQUEST, () -> "a request is refused with 408: " + reason);
    abandon();
    respond(Responses.text(408, reason + "\n"));
  }

  @Override
  public void taken() {}

  @Override
  public void finished() {
    HttpExchange told = exchange;
    exchange = null;
    if (told != null) {
      told.answered();
    }
    end();
    asyncEnd().complete();
  }

  @Override
  public void failed(Throwable cause) {
    if (!over) {
      LOG.debug("a request failed: {}", cause.toString());
      abandon();
      end();
      if (cause instanceof IOException) {
        asyncEnd().completeAfterError();
      } else {
        asyncEnd().complete();
      }
    }
  }

  private void abandon() {
    HttpExchange told = exchange;
    exchange = null;
    if (told != null) {
      told.abandon();
    }
  }
}
