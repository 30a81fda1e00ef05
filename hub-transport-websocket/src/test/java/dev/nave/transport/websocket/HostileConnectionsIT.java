package dev.nave.transport.websocket;

import dev.nave.hub.transport.tck.HostileConnectionsContractTest;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.NettyListener;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class HostileConnectionsIT extends HostileConnectionsContractTest {
  HostileConnectionsIT() {
    super(NettyListener::new);
  }
}
