package dev.nave.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonMessagesFuzzTest {
  private static final HubProtocol PROTOCOL = JsonHubProtocol.create();

  static Stream<Arguments> seeds() {
    return Seeds.arguments(
        Stream.concat(HubMessages.written(PROTOCOL), Seeds.read("json-messages.txt")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytesAreMessagesOrRefused(byte[] bytes) {
    HubMessages.readAll(PROTOCOL, bytes);
  }
}
