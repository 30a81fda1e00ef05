package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.internal.fakes.RecordingLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What an operator reads of other servers. */
class PeerServersTest {
  private final RecordingLog lines = new RecordingLog(Level.INFO);
  private final List<String> died = new ArrayList<>();

  @Test
  void doubtsAboutNumbersAreOneWarning() {
    PeerServers servers = new PeerServers("chat", reports(), died::add, lines);

    servers.doubted("n2");
    servers.doubted("n2");

    assertThat(lines.take())
        .containsExactly(
            "WARN hub chat: a number under the name of server \"n2\" does not fit to what that"
                + " server announced. Messages with such numbers are delivered, and count as"
                + " untracked. Look who else may publish on the backplane; the next are not logged"
                + " for a minute");
  }

  private BackplaneReports reports() {
    return new BackplaneReports(
        report -> {},
        Runnable::run,
        () -> {
          throw new AssertionError("asked for counters");
        },
        false,
        lines);
  }

  @Test
  void aServerWithOtherMethodsUnderTheSameNameIsAWarningThatSaysWhatToDo() {
    new PeerServers("chat", reports(), died::add, lines).differs("n2");

    assertThat(lines.take())
        .containsExactly(
            "WARN hub chat: server \"n2\" has a hub of this name with other methods, and each gets"
                + " the messages of the other. Where they are not two versions of one application,"
                + " give their hubs different names, or their backplanes different channel"
                + " prefixes");
  }

  @Test
  void aServerThatStopsRespondingIsLoggedAndEndsTheWaitsForIt() {
    new PeerServers("chat", reports(), died::add, lines).died("n2");

    assertThat(lines.take()).containsExactly("INFO hub chat: server \"n2\" stopped responding");
    assertThat(died).containsExactly("n2");
  }
}
