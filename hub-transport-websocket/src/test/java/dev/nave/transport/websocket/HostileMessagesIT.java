package dev.nave.transport.websocket;

import dev.nave.hub.transport.tck.HostileMessagesContractTest;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.NettyListener;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class HostileMessagesIT extends HostileMessagesContractTest {
  HostileMessagesIT() {
    super(NettyListener::new);
  }
}
