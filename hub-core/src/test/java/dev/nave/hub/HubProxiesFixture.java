package dev.nave.hub;

import dev.nave.hub.testing.HubTester;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javassist.util.proxy.Proxy;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.aop.framework.ProxyFactory;

/** A hub that uses all that a hub object can, behind proxies of several libraries. */
abstract class HubProxiesFixture {
  final List<String> log = new CopyOnWriteArrayList<>();
  final List<Hub> released = new CopyOnWriteArrayList<>();
  final ExecutorService elsewhere = Executors.newSingleThreadExecutor();

  /** The hub behind all proxies; only an object that was constructed has a log. */
  public static class ChatHub extends Hub {
    final List<String> log;
    final ExecutorService elsewhere;

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

  static final class Waiting {
    static final CountDownLatch INSIDE = new CountDownLatch(1);
    static final CountDownLatch GO = new CountDownLatch(1);

    Waiting() {}
  }

  /** A proxy that was written by hand, and knows nothing of {@link Hub#attach}. */
  public static final class HandWrittenHub extends ChatHub {
    final ChatHub target;

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

  ChatHub fresh() {
    return new ChatHub(log, elsewhere);
  }

  HubTester serve(HubFactory<ChatHub> factory) {
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

  static ChatHub spring(ChatHub target) {
    return spring(target, new MethodInterceptor[0]);
  }

  static ChatHub spring(ChatHub target, MethodInterceptor... advice) {
    ProxyFactory factory = new ProxyFactory(target);
    factory.setProxyTargetClass(true);
    for (MethodInterceptor each : advice) {
      factory.addAdvice(each);
    }
    return (ChatHub) factory.getProxy();
  }

  static ChatHub javassist(ChatHub target) {
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

  static @Nullable Object proceed(org.aopalliance.intercept.MethodInvocation invocation) {
    try {
      return invocation.proceed();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
