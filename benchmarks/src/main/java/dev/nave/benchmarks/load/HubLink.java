package dev.nave.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

/** What carries the messages of one client to the server. Loop only, but for {@link #loop}. */
interface HubLink {
  /** Returns a message in the form in which {@link #send} takes several, one behind the other. */
  CallFrame frameOf(Template message);

  /** Sends messages, and releases them. */
  void send(ByteBuf frames);

  /** Returns the event loop. Any thread, once the client is open. */
  EventExecutor loop();
}
