package dev.nave.hub.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.backplane.directory.Change;
import dev.nave.hub.HubContext;
import dev.nave.hub.PresenceEvent;
import dev.nave.hub.PresenceListener;
import dev.nave.hub.internal.fakes.RecordingLog;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A presence listener that does not return is told in the log. */
class PresenceListenerWatchTest {
  private final RecordingLog log = new RecordingLog(Level.INFO);
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final PresenceKeys keys = new PresenceKeys("Chat");
  private final PresenceEvents events =
      new PresenceEvents(
          keys,
          new SlowListener(),
          (HubContext<?>)
              Proxy.newProxyInstance(
                  HubContext.class.getClassLoader(),
                  new Class<?>[] {HubContext.class},
                  (proxy, method, arguments) -> null),
          tasks::add,
          Duration.ofSeconds(10),
          nanos::get,
          log);

  /** Looks at the watch while it has the event, as a thread of the timer would. */
  private final class SlowListener implements PresenceListener {
    @Override
    public void changed(PresenceEvent event, HubContext<?> hub) {
      pass(Duration.ofSeconds(10));
      assertThat(log.take()).isEmpty();
      pass(Duration.ofSeconds(5));
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    events.tick();
  }

  private void raise(String id) {
    var unusedFuture =
        events.changed(
            new Change(id, Change.Kind.JOINED, keys.group("room"), "c1", "", "node", "", 1));
    tasks.remove().run();
  }

  @Test
  void listenerThatDoesNotReturnIsOneLineAMinute() {
    raise("1");
    assertThat(log.take())
        .singleElement()
        .asString()
        .startsWith("WARN hub Chat: the presence listener " + SlowListener.class.getName())
        .contains("from 1 calls", "presenceListenerGrace", "PT10S", "15 s");

    raise("2");
    assertThat(log.take()).isEmpty();
    pass(Duration.ofMinutes(2));
    assertThat(log.take()).as("a listener that has returned").isEmpty();
  }
}
