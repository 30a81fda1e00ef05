package dev.nave.transport.websocket;

import dev.nave.hub.transport.tck.SlowConsumerContractTest;
import dev.nave.transport.websocket.testkit.LeakCheck;
import dev.nave.transport.websocket.testkit.NettyListener;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SlowConsumerPoliciesIT extends SlowConsumerContractTest {
  SlowConsumerPoliciesIT() {
    super(NettyListener::new);
  }
}
