package dev.nave.hub;

import dev.nave.hub.testing.HubTester;
import java.util.function.Consumer;

/** Servers of two plain hubs, without sockets. */
abstract class HubServerFixture {
  static final String PLAIN = PlainHub.class.getName();

  public static class PlainHub extends Hub {
    public void fail() {
      throw new IllegalStateException("detail");
    }
  }

  public static class OtherHub extends PlainHub {}

  static HubServerBuilder server() {
    return HubServer.builder().transport(new DeafTransport());
  }

  static HubServerBuilder plainServer() {
    return server().hub("/hub", PlainHub.class, PlainHub::new);
  }

  static HubTester tester(Consumer<HubServerBuilder> settings) {
    return HubTester.of("/plain", settings);
  }
}
