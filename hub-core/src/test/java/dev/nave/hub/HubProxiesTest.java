package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nave.hub.testing.ConnectionRefusedException;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javassist.util.proxy.Proxy;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.ProxyFactory;

class HubProxiesTest {
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<Hub> released = new CopyOnWriteArrayList<>();
  private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

  /** The hub behind all proxies; only an object that was constructed has a log. */
  public static class ChatHub extends Hub {
    private final List<String> log;
    private final ExecutorService elsewhere;

    public ChatHub(List<String> log, ExecutorService elsewhere) {
      this.log = log;
      this.elsewhere = elsewhere;
    }

    @Override
    protected void onConnected() {
      log.add("connected " + context().userId());
      groups().add("all");
    }

    @Override
    protected void onDisconnected(@Nullable Throwable cause) {
      log.add("disconnected " + context().userId());
    }

    public String who() {
      String user = String.valueOf(context().userId());
      log.add("who");
      return user;
    }

    public final String whoIsFinal() {
      log.add("final");
      return String.valueOf(context().userId());
    }

    public CompletionStage<String> whoLater() {
      return CompletableFuture.supplyAsync(this::who, elsewhere);
    }

    public String waits(String text) throws Exception {
      Waiting.INSIDE.countDown();
      Waiting.GO.await();
      clients().caller().send("private", text);
      return text;
    }
  }

  private static final class Waiting {
    static final CountDownLatch INSIDE = new CountDownLatch(1);
    static final CountDownLatch GO = new CountDownLatch(1);

    private Waiting() {}
  }

  /** A proxy that was written by hand, and knows nothing of {@link Hub#attach}. */
  public static final class HandWrittenHub extends ChatHub {
    private final ChatHub target;

    public HandWrittenHub(ChatHub target) {
      super(List.of(), Executors.newSingleThreadExecutor());
      this.target = target;
    }

    @Override
    protected void onConnected() {
      target.onConnected();
    }

    @Override
    public String who() {
      return target.who();
    }

    @Override
    public CompletionStage<String> whoLater() {
      target.context();
      return target.whoLater();
    }
  }

  @AfterEach
  void stop() {
    elsewhere.shutdownNow();
  }

  private ChatHub fresh() {
    return new ChatHub(log, elsewhere);
  }

  private HubTester serve(HubFactory<ChatHub> factory) {
    return HubTester.of(
        ChatHub.class,
        new HubFactory<ChatHub>() {
          @Override
          public ChatHub create() {
            return factory.create();
          }

          @Override
          public void release(ChatHub hub) {
            released.add(hub);
          }
        });
  }

  private static ChatHub spring(ChatHub target) {
    return spring(target, new MethodInterceptor[0]);
  }

  private static ChatHub spring(ChatHub target, MethodInterceptor... advice) {
    ProxyFactory factory = new ProxyFactory(target);
    factory.setProxyTargetClass(true);
    for (MethodInterceptor each : advice) {
      factory.addAdvice(each);
    }
    return (ChatHub) factory.getProxy();
  }

  private static ChatHub javassist(ChatHub target) {
    javassist.util.proxy.ProxyFactory factory = new javassist.util.proxy.ProxyFactory();
    factory.setSuperclass(ChatHub.class);
    try {
      ChatHub proxy =
          (ChatHub)
              factory.create(
                  new Class<?>[] {List.class, ExecutorService.class},
                  new Object[] {List.of(), Executors.newSingleThreadExecutor()});
      ((Proxy) proxy)
          .setHandler(
              (self, method, proceed, values) -> {
                method.setAccessible(true);
                return method.invoke(target, values);
              });
      return proxy;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

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

  private static @Nullable Object proceed(org.aopalliance.intercept.MethodInvocation invocation) {
    try {
      return invocation.proceed();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
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
  void objectThatServesAnotherCallIsRefused() throws Exception {
    AtomicReference<ChatHub> shared = new AtomicReference<>(fresh());
    HubFactory<ChatHub> factory =
        () -> {
          ChatHub one = shared.get();
          return one == null ? fresh() : one;
        };
    ChatHub one = shared.getAndSet(null);
    try (HubTester tester =
        HubTester.of(
            "/chat",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/chat", ChatHub.class, factory))) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");
      shared.set(one);
      CompletableFuture<String> waiting = ann.invokeAsync(String.class, "waits", "for ann");
      Waiting.INSIDE.await();

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> bob.invoke(String.class, "who"))
          .withMessageContaining("fresh object for each call")
          .withMessageContaining("HubProxiesTest");

      Waiting.GO.countDown();
      assertThat(waiting.join()).isEqualTo("for ann");
      ann.expect("private");
      shared.set(null);
      bob.expectNothing();
    }
  }

  @Test
  void objectIsRefusedAfterItsFirstCallAndReleasedOnce() {
    ChatHub one = fresh();
    try (HubTester tester = serve(() -> one)) {
      TestClient ann = tester.connect("ann");

      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> ann.invoke(String.class, "who"));
    }
    assertThat(log).containsExactly("connected ann");
    assertThat(released).containsExactly(one);
  }

  @Test
  void targetBehindFreshProxiesIsRefusedTheSecondTime() {
    for (Function<ChatHub, ChatHub> proxy :
        List.<Function<ChatHub, ChatHub>>of(
            HubProxiesTest::spring, HubProxiesTest::javassist, HandWrittenHub::new)) {
      ChatHub one = fresh();
      try (HubTester tester = serve(() -> proxy.apply(one))) {
        assertThatExceptionOfType(RuntimeException.class)
            .isThrownBy(
                () -> {
                  TestClient ann = tester.connect("ann");
                  ann.invoke(String.class, "who");
                });
      }
    }
    assertThat(log).doesNotContain("who");
  }

  @Test
  void factoryThatReturnsNothingIsNamed() {
    HubFactory<ChatHub> nothing = HubProxiesTest::nothing;
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/hub", ChatHub.class, nothing))) {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> tester.connect("ann"))
          .withMessageContaining("HubFactory.create returned null");
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
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

  @Test
  void factoryMayThrowWhatItDoesNotDeclare() {
    HubFactory<ChatHub> broken =
        () -> {
          throw HubProxiesTest.<RuntimeException>undeclared(new Exception("broken"));
        };
    try (HubTester tester =
        HubTester.of(
            "/hub",
            server ->
                server
                    .options(options -> options.detailedErrors(true))
                    .hub("/hub", ChatHub.class, broken))) {
      assertThatExceptionOfType(ConnectionRefusedException.class)
          .isThrownBy(() -> tester.connect("ann"))
          .withMessageContaining("broken");
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** Hears of no connection. */
  public static final class DeafHub extends Hub {
    public String who() {
      return String.valueOf(context().userId());
    }
  }

  @Test
  void connectionOfWhichTheHubDoesNotHearUsesUpNoObject() {
    DeafHub one = new DeafHub();
    try (HubTester tester = HubTester.of(DeafHub.class, () -> one)) {
      TestClient ann = tester.connect("ann");
      TestClient bob = tester.connect("bob");

      assertThat(ann.invoke(String.class, "who")).isEqualTo("ann");
      assertThatExceptionOfType(HubInvocationException.class)
          .isThrownBy(() -> bob.invoke(String.class, "who"));
    }
  }
}
