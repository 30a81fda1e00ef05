package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubGroups;
import dev.nave.hub.internal.clients.Messenger;
import dev.nave.hub.internal.dispatch.ClientResultWait;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallerScopeTest {
  private final List<String> changes = new ArrayList<>();
  private final CallerScope scope =
      new CallerScope(
          Hub.class,
          unused(HubCallerContext.class),
          unused(Messenger.class),
          new Changes("inside"),
          outside(new Changes("outside")),
          unused(ClientResultWait.class),
          false);

  private static <T> T unused(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            }));
  }

  private static HubContext<?> outside(HubGroups groups) {
    return (HubContext<?>)
        Proxy.newProxyInstance(
            HubContext.class.getClassLoader(),
            new Class<?>[] {HubContext.class},
            (proxy, method, arguments) -> groups);
  }

  private final class Changes implements HubGroups {
    private final String where;

    Changes(String where) {
      this.where = where;
    }

    @Override
    public CompletableFuture<Void> add(String connectionId, String group) {
      changes.add(where + " add " + group);
      return CompletableFuture.failedFuture(new IllegalStateException(where));
    }

    @Override
    public CompletableFuture<Void> addWithValue(String connectionId, String group, String value) {
      return add(connectionId, group);
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group) {
      return add(userId, group);
    }

    @Override
    public CompletableFuture<Void> addUser(String userId, String group, Duration time) {
      return add(userId, group);
    }

    @Override
    public CompletableFuture<Void> removeUser(String userId, String group) {
      return add(userId, group);
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId, String group) {
      changes.add(where + " remove " + group);
      return CompletableFuture.failedFuture(new IllegalStateException(where));
    }
  }

  @Test
  void whatIsBegunWhenTheCallHasEndedIsNotTheCalls() {
    scope.groups().add("c1", "a");
    assertThat(scope.settled()).isCompletedExceptionally();

    scope.groups().add("c1", "b");
    scope.groups().remove("c1", "c");

    assertThat(changes).containsExactly("inside add a", "outside add b", "outside remove c");
  }
}
