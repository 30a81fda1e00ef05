package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.testing.HubTester;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that cannot run on the loop, though the application says that they do not block. */
class HubNonBlockingRefusedTest {
  /** Returns a stream. */
  public static class StreamingHub extends Hub {
    /** Streams. */
    @NonBlocking
    public Stream<String> names() {
      return Stream.of();
    }
  }

  /** Takes a stream. */
  public static class UploadHub extends Hub {
    /** Takes. */
    @NonBlocking
    public void upload(Flow.Publisher<String> items) {}
  }

  /** Has a policy. */
  public static class PolicyHub extends Hub {
    /** Asks. */
    @NonBlocking
    @Authorize(policy = "owner")
    public void rename() {}
  }

  private static void assertRefused(
      Class<? extends Hub> hub, Consumer<HubServerBuilder> settings, String method, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HubTester.of(
                    "/hub",
                    server -> {
                      settings.accept(server);
                      server.hub("/hub", hub);
                    }))
        .withMessage(
            "hub %s: hub method %s cannot be @NonBlocking: %s", hub.getName(), method, reason);
  }

  @Test
  void aMethodThatReturnsAStreamIsRefused() {
    assertRefused(
        StreamingHub.class,
        server -> {},
        StreamingHub.class.getName() + ".names()",
        "it returns a stream, whose items may be waited for");
  }

  @Test
  void aMethodThatTakesAStreamIsRefused() {
    assertRefused(
        UploadHub.class,
        server -> {},
        UploadHub.class.getName() + ".upload(Publisher)",
        "it takes a stream, for whose items it would wait");
  }

  @Test
  void aMethodBehindAPolicyIsRefused() {
    assertRefused(
        PolicyHub.class,
        server -> server.policy("owner", context -> true),
        PolicyHub.class.getName() + ".rename()",
        "its @Authorize names the policy \"owner\", which may block or answer later");
  }

  /** Has one that does not block. */
  public static class PlainHub extends Hub {
    /** Does nothing. */
    @NonBlocking
    public void nothing() {}
  }

  @Test
  void anExecutorOfTheApplicationIsRefused() {
    assertRefused(
        PlainHub.class,
        server -> server.hubExecutor(Runnable::run),
        PlainHub.class.getName() + ".nothing()",
        "the application's hubExecutor runs all calls");
  }

  /** Greets. */
  public static class GreetingHub extends Hub {
    @Override
    @NonBlocking
    protected void onConnected() {}
  }

  /** Takes its leave. */
  public static class LeavingHub extends Hub {
    @Override
    @NonBlocking
    protected void onDisconnected(@Nullable Throwable cause) {}
  }

  /** Has one of the package. */
  public static class PackageHub extends Hub {
    /** Is not public. */
    @NonBlocking
    void helper() {}
  }

  /** Has one of its own. */
  public static class PrivateHub extends Hub {
    @NonBlocking
    @SuppressWarnings("UnusedMethod") // Only its annotation is looked at.
    private void helper() {}
  }

  /** Has one without an object. */
  public static class StaticHub extends Hub {
    /** Is static. */
    @NonBlocking
    public static void helper(int number) {}
  }

  /** Has one that is hidden. */
  public static class HidingHub extends Hub {
    /** Is hidden. */
    @NonBlocking
    @HubIgnore
    public void helper() {}
  }

  /** Inherits one. */
  public static class DerivedHub extends PackageHub {}

  /** Has one that no class implements. */
  interface Contract {
    /** Is not exposed. */
    @NonBlocking
    default void helper() {}
  }

  /** Implements nothing of it. */
  public static class ContractHub extends Hub implements Contract {}

  static Stream<Arguments> methodsThatNoClientCalls() {
    return Stream.of(
        Arguments.of(GreetingHub.class, GreetingHub.class, "onConnected()"),
        Arguments.of(LeavingHub.class, LeavingHub.class, "onDisconnected(Throwable)"),
        Arguments.of(PackageHub.class, PackageHub.class, "helper()"),
        Arguments.of(PrivateHub.class, PrivateHub.class, "helper()"),
        Arguments.of(StaticHub.class, StaticHub.class, "helper(int)"),
        Arguments.of(HidingHub.class, HidingHub.class, "helper()"),
        Arguments.of(DerivedHub.class, PackageHub.class, "helper()"),
        Arguments.of(ContractHub.class, Contract.class, "helper()"));
  }

  @ParameterizedTest
  @MethodSource("methodsThatNoClientCalls")
  void aMethodThatNoClientCallsIsRefused(
      Class<? extends Hub> hub, Class<?> declaring, String method) {
    assertRefused(
        hub,
        server -> {},
        declaring.getName() + "." + method,
        "no client may call it, so it runs where it may block");
  }
}
