package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javassist.util.proxy.Proxy;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.ProxyFactory;

class HubProxiesTest extends HubProxiesFixture {
  private void servesEverythingByItsTarget(HubFactory<ChatHub> factory) {
    try (HubTester tester = serve(factory)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");

      assertThat(ann.invoke(String.class, "who")).isEqualTo("ann");
      assertThat(bob.invoke(String.class, "who")).isEqualTo("bob");
      assertThat(bob.invoke(String.class, "whoIsFinal")).isEqualTo("bob");
      assertThat(ann.invoke(String.class, "whoLater")).isEqualTo("ann");
      bob.close();
      tester.server().hubContext(ChatHub.class).clients().group("all").send("hello").join();
      ann.expect("hello");
    }
    assertThat(log)
        .contains("connected ann", "connected bob", "disconnected bob", "final")
        .filteredOn(line -> line.equals("who"))
        .hasSize(3);
  }

  @Test
  void proxyOfSpringServesByItsTarget() {
    servesEverythingByItsTarget(() -> spring(fresh()));
  }

  @Test
  void proxyOfSpringWithAdviceServesByItsTarget() {
    List<String> advised = new CopyOnWriteArrayList<>();
    servesEverythingByItsTarget(
        () ->
            spring(
                fresh(),
                invocation -> {
                  advised.add(invocation.getMethod().getName());
                  return invocation.proceed();
                }));
    assertThat(advised).contains("who", "whoLater", "onConnected", "onDisconnected");
  }

  @Test
  void adviceThatRefusesWhatItDoesNotKnowLeavesTheHubWorking() {
    try (HubTester tester =
        serve(
            () ->
                spring(
                    fresh(),
                    invocation -> {
                      if (invocation.getMethod().getName().equals("attach")) {
                        throw new SecurityException("not allowed");
                      }
                      return invocation.proceed();
                    }))) {
      assertThat(tester.connect("ann").invoke(String.class, "who")).isEqualTo("ann");
    }
  }

  @Test
  void adviceMayRunTheMethodOnAnotherThread() {
    MethodInterceptor asynchronous =
        invocation ->
            invocation.getMethod().getName().equals("who")
                ? elsewhere.submit(() -> proceed(invocation)).get()
                : invocation.proceed();
    try (HubTester tester = serve(() -> spring(fresh(), asynchronous))) {
      assertThat(tester.connect("ann").invoke(String.class, "who")).isEqualTo("ann");
    }
  }

  @Test
  void proxyWithAnotherTargetForEachMethodServesByThem() {
    try (HubTester tester =
        serve(
            () -> {
              ProxyFactory factory = new ProxyFactory();
              factory.setTargetSource(new FreshTargets());
              factory.setProxyTargetClass(true);
              return (ChatHub) factory.getProxy();
            })) {
      assertThat(tester.connect("ann").invoke(String.class, "who")).isEqualTo("ann");
    }
    assertThat(log).containsExactly("connected ann", "who", "disconnected ann");
  }

  private final class FreshTargets implements TargetSource {
    @Override
    public Class<?> getTargetClass() {
      return ChatHub.class;
    }

    @Override
    public boolean isStatic() {
      return false;
    }

    @Override
    public Object getTarget() {
      return fresh();
    }
  }

  @Test
  void proxyOfJavassistServesByItsTarget() {
    servesEverythingByItsTarget(() -> javassist(fresh()));
  }

  @Test
  void proxyWrittenByHandServesByItsTarget() {
    try (HubTester tester = serve(() -> new HandWrittenHub(fresh()))) {
      TestClient ann = tester.connect("ann");
      assertThat(ann.invoke(String.class, "who")).isEqualTo("ann");
      assertThat(ann.invoke(String.class, "whoLater")).isEqualTo("ann");
    }
  }

  @Test
  void hubIsNamedAfterTheClassThatWasWritten() {
    @SuppressWarnings("unchecked")
    Class<ChatHub> generated = (Class<ChatHub>) spring(fresh()).getClass();
    try (HubTester tester =
        HubTester.of("/chat", server -> server.hub("/chat", generated, () -> spring(fresh())))) {
      TestClient ann = tester.connect("ann");

      tester.server().hubContext(ChatHub.class.getName()).clients().all().send("one").join();
      tester.server().hubContext(generated).clients().all().send("two").join();

      ann.expect("one");
      ann.expect("two");
    }
  }

  @Test
  void generatedMethodsCannotBeCalled() throws Exception {
    javassist.util.proxy.ProxyFactory factory = new javassist.util.proxy.ProxyFactory();
    factory.setSuperclass(GuardedHub.class);
    @SuppressWarnings("unchecked")
    Class<GuardedHub> generated = (Class<GuardedHub>) factory.createClass();
    HubFactory<GuardedHub> proxies =
        () -> {
          try {
            GuardedHub hub = generated.getDeclaredConstructor().newInstance();
            ((Proxy) hub)
                .setHandler((self, method, proceed, values) -> proceed.invoke(self, values));
            return hub;
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        };
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server -> server.authenticator(request -> null).hub("/hub", generated, proxies))) {
      TestClient anonymous = tester.connect();
      for (Method method : generated.getDeclaredMethods()) {
        if (!method.getName().equals("open")) {
          assertThatExceptionOfType(HubInvocationException.class)
              .as(method.getName())
              .isThrownBy(() -> anonymous.invoke(Object.class, method.getName()));
        }
      }
      assertThat(anonymous.invoke(String.class, "open")).isEqualTo("open");
    }
  }

  /** What a proxy must not open. */
  public static class GuardedHub extends Hub {
    @Authorize
    public String secret() {
      return "secret";
    }

    @HubIgnore
    public String hidden() {
      return "hidden";
    }

    public String open() {
      return "open";
    }
  }
}
