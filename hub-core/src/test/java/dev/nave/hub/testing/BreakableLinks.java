package dev.nave.hub.testing;

import dev.nave.hub.HubServerBuilder;
import dev.nave.hub.transport.ConnectionLoop.OutboundBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** A {@link HubTester} whose links can be made to fail while they are written to. */
public final class BreakableLinks {
  private final ConcurrentLinkedDeque<Link> links = new ConcurrentLinkedDeque<>();

  /** Starts a server, as {@link HubTester#of(String, Consumer)} does. */
  public HubTester start(String path, Consumer<HubServerBuilder> settings) {
    return new HubTester(
        path,
        settings,
        new InProcessTransport() {
          @Override
          InProcessLink newLink(InProcessLoop loop, InProcessLink.Client client) {
            Link link = new Link(loop, client);
            links.addLast(link);
            return link;
          }
        });
  }

  /** From now on, writes to the client that connected last throw. */
  public void breakNewest() {
    links.getLast().broken = true;
  }

  private static final class Link extends InProcessLink {
    volatile boolean broken;

    Link(InProcessLoop loop, InProcessLink.Client client) {
      super(loop, client);
    }

    @Override
    public void write(OutboundBuffer buffer) {
      if (broken) {
        throw new IllegalStateException("a test broke this link");
      }
      super.write(buffer);
    }
  }
}
