package dev.nave.hub.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.HubCallerContext;
import dev.nave.hub.HubContext;
import dev.nave.hub.HubGroups;
import dev.nave.hub.internal.clients.ClientCall;
import dev.nave.hub.internal.clients.Messenger;
import dev.nave.hub.internal.dispatch.ClientResultWait;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.protocol.InvocationMessage;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerScopeTest {
  private final List<String> changes = new ArrayList<>();
  private final CompletableFuture<Void> sent = new CompletableFuture<>();
  private boolean room = true;
  private final CompletableFuture<Void> changed = new CompletableFuture<>();
  private final CallerScope scope = scope(false);

  private CallerScope scope(boolean awaitSends) {
    return new CallerScope(
        Hub.class,
        caller(),
        new Sends(),
        new Changes("inside"),
        outside(new Changes("outside")),
        unused(ClientResultWait.class),
        awaitSends);
  }

  /** Sends when a test says so. */
  private final class Sends implements Messenger {
    @Override
    public boolean mayPipeline() {
      return room;
    }

    @Override
    public CompletableFuture<Void> send(Target target, InvocationMessage invocation) {
      return sent;
    }

    @Override
    public CompletableFuture<@Nullable Object> ask(ClientCall call) {
      throw new AssertionError("not used here");
    }
  }

  private static <T> T unused(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            }));
  }

  private static HubCallerContext caller() {
    return (HubCallerContext)
        Proxy.newProxyInstance(
            HubCallerContext.class.getClassLoader(),
            new Class<?>[] {HubCallerContext.class},
            (proxy, method, arguments) -> "c1");
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
      return changed;
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

  private CompletableFuture<Void> send(CallerScope from) {
    return from.clients().all().send("m");
  }

  @Test
  void waitsForItsOwnSendAlone() {
    CompletableFuture<Void> own = send(scope);

    assertThat(scope.awaitsOnlyOwnSend(own)).isTrue();
    assertThat(scope.awaitsOnlyOwnSend(own.thenApply(unused -> null))).as("derived").isFalse();
    assertThat(scope.awaitsOnlyOwnSend(new CompletableFuture<>())).as("another").isFalse();
    assertThat(scope.awaitsOnlyOwnSend(send(scope(false)))).as("of another call").isFalse();
    sent.complete(null);
    assertThat(own).isCompletedWithValue(null);
  }

  @Test
  void waitsForMoreThanItsOwnSendWhileAGroupChanges() {
    var unusedChange = scope.groups().addUser("u", "g");
    CompletableFuture<Void> own = send(scope);
    assertThat(scope.awaitsOnlyOwnSend(own)).isFalse();

    changed.complete(null);
    assertThat(scope.awaitsOnlyOwnSend(own)).isTrue();
  }

  @Test
  void waitsForMoreThanItsOwnSendIfAGroupChangeHasFailedUnseen() {
    scope.groups().add("c1", "a");

    assertThat(scope.awaitsOnlyOwnSend(send(scope))).isFalse();
  }

  @Test
  void waitsForMoreThanItsOwnSendWhileALoopIsBehind() {
    CompletableFuture<Void> own = send(scope);
    room = false;
    assertThat(scope.awaitsOnlyOwnSend(own)).isFalse();

    room = true;
    assertThat(scope.awaitsOnlyOwnSend(own)).isTrue();
  }

  @Test
  void whereSendsAreAwaitedAllAreAlike() {
    CallerScope inProcess = scope(true);
    CompletableFuture<Void> own = send(inProcess);

    assertThat(inProcess.awaitsOnlyOwnSend(own)).isFalse();
    assertThat(inProcess.settled()).isNotDone();
  }

  @Test
  void aSendThatIsDoneIsHandedOnAsItIs() {
    sent.complete(null);

    assertThat(send(scope)).isSameAs(sent);
  }
}
