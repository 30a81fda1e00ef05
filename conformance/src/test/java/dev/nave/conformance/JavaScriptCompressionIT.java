package dev.nave.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lets the official JavaScript client play its checks against a server that compresses all. */
class JavaScriptCompressionIT {
  @RegisterExtension
  static final RunningServer server =
      new RunningServer(transport -> transport.compression(true).compressionThreshold(0));

  @TestFactory
  Stream<DynamicTest> messagesAreCompressedBothWays() throws Exception {
    return play("compression", server.url());
  }

  @TestFactory
  Stream<DynamicTest> theClientIsServedAsWithoutCompression() throws Exception {
    return play("test", server.url());
  }

  /** The new socket need not have agreed to what the old one did. */
  @TestFactory
  Stream<DynamicTest> nothingIsLostWhenAClientThatMayReconnectIsSevered() throws Exception {
    return play("reconnect", server.url(), JavaScriptReconnectIT.SEED, "200");
  }

  private static Stream<DynamicTest> play(String script, String... arguments) throws Exception {
    return JavaScriptProject.requirement()
        .tests(() -> NotYet.nothing().tests(JavaScriptProject.play(script, List.of(arguments))));
  }
}
