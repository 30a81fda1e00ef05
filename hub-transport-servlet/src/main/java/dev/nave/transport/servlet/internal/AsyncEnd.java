package dev.nave.transport.servlet.internal;

import dev.nave.hub.transport.ServerTransport;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an asynchronous request, which either side may bring about. After an error the
 * container ends the request itself and gives its objects to another one, so that they must not be
 * touched any more: Tomcat would take what is still done for the other one. A request that has not
 * ended when the transport has is ended by that.
 *
 * <p>So whatever touches the request or the response does it in {@link #unlessOver}, and the
 * container, which says here that it is going to end the request, waits until that is done. Loop
 * only, but for what the container calls.
 */
final class AsyncEnd implements AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.LOGGER);

  /** How long the container may take to end a request that has failed. */
  private static final Duration LONGEST_ERROR = Duration.ofSeconds(5);

  private final RunningTransport transport;
  private final ServletLoop loop;
  private final AsyncContext context;
  private boolean over;

  /** Touches the request or its response. */
  interface Touch {
    /** Never blocks. */
    void run() throws IOException;
  }

  /** Watches a request; on its thread, before it returns to the container. */
  AsyncEnd(RunningTransport transport, ServletLoop loop, AsyncContext context) {
    this.transport = transport;
    this.loop = loop;
    this.context = context;
    context.setTimeout(0); // The hub has time-outs of its own.
    context.addListener(this);
    transport.began(this);
  }

  /** Does it, if the request has not ended. */
  synchronized void unlessOver(Touch touch) throws IOException {
    if (!over) {
      touch.run();
    }
  }

  /** Ends the request, whose response has been taken. Any thread. */
  synchronized void complete() {
    if (!over) {
      over();
      try {
        context.complete();
      } catch (RuntimeException e) {
        LOG.debug("the container has ended a request by itself: {}", e.toString());
      }
    }
  }

  /** Sees to the end of a request whose socket has failed: mostly the container does that. */
  void completeAfterError() {
    loop.schedule(this::complete, LONGEST_ERROR);
  }

  private void over() {
    over = true;
    transport.ended(this);
  }

  @Override
  public synchronized void onComplete(AsyncEvent event) {
    over();
  }

  @Override
  public synchronized void onError(AsyncEvent event) {
    over();
  }

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
