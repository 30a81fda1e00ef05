package dev.nave.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessagePackMessagesFuzzTest {
  private static final HubProtocol PROTOCOL = MessagePackHubProtocol.create();

  static Stream<Arguments> seeds() {
    return Seeds.arguments(
        Stream.concat(HubMessages.written(PROTOCOL), Seeds.read("messagepack-messages.txt")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytesAreMessagesOrRefused(byte[] bytes) {
    HubMessages.readAll(PROTOCOL, bytes);
  }
}
