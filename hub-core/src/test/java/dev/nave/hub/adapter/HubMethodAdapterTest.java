package dev.nave.hub.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import dev.nave.hub.HubFilter;
import dev.nave.hub.HubInvocation;
import dev.nave.hub.description.HubDescription;
import dev.nave.hub.description.HubMethodDescription;
import dev.nave.hub.testing.HubInvocationException;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.TestClient;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A language whose methods hand their result to a callback, their last parameter. */
class HubMethodAdapterTest {
  private final List<Object> seen = new CopyOnWriteArrayList<>();

  @Test
  void aMethodIsCalledInItsOwnWayAndAnswersAsOneOfJava() {
    try (HubTester tester = HubTester.of("/hub", server -> server.hub("/hub", AskingHub.class))) {
      TestClient client = tester.connect("ann");

      assertThat(client.invoke(String.class, "greet", "bob")).isEqualTo("hello bob");
      assertThatThrownBy(() -> client.invoke("fail"))
          .isInstanceOf(HubInvocationException.class)
          .hasMessageContaining("unexpected error");
      assertThat(client.invoke(int.class, "plain", 4)).isEqualTo(4);
    }
  }

  @Test
  void filtersSeeWhatJavaWouldDeclare() {
    HubFilter filter =
        new HubFilter() {
          @Override
          public CompletionStage<?> invoke(HubInvocation invocation, InvokeNext next)
              throws Exception {
            seen.addAll(invocation.arguments());
            return next.proceed(invocation);
          }
        };
    try (HubTester tester =
        HubTester.of("/hub", server -> server.filter(filter).hub("/hub", AskingHub.class))) {
      assertThat(tester.connect("ann").invoke(String.class, "greet", "bob")).isEqualTo("hello bob");
      assertThat(seen).hasSize(2).startsWith("bob").last().isInstanceOf(CancellationToken.class);
    }
  }

  @Test
  void descriptionsShowWhatClientsCall() {
    HubMethodDescription greet =
        HubDescription.of(AskingHub.class).methods().stream()
            .filter(method -> method.name().equals("greet"))
            .findFirst()
            .orElseThrow();

    assertThat(greet.parameters()).hasSize(1);
    assertThat(greet.result()).isEqualTo(Optional.of(String.class));
  }

  @Test
  void whatTheAdapterRefusesFailsTheBuildWithTheMethod() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubDescription.of(RefusedHub.class))
        .withMessageContaining(
            RefusedHub.class.getName() + ".ask(Callback) takes a callback of nothing");
  }

  /** What a method of this language hands its result to. */
  public interface Callback<T> {
    void result(@Nullable T value);
  }

  public static class AskingHub extends Hub {
    public void greet(String name, Callback<String> callback) {
      callback.result("hello " + name);
    }

    public void fail(Callback<String> callback) {
      throw new IllegalStateException("no answer");
    }

    public int plain(int value) {
      return value;
    }
  }

  public static class RefusedHub extends Hub {
    @SuppressWarnings("rawtypes")
    public void ask(Callback callback) {}
  }

  /** Found as a service of the class path of these tests. */
  public static final class Callbacks implements HubMethodAdapter {
    @Override
    public @Nullable AdaptedMethod adapt(Method method) {
      Type[] types = method.getGenericParameterTypes();
      int last = types.length - 1;
      if (last < 0 || method.getParameterTypes()[last] != Callback.class) {
        return null;
      }
      if (!(types[last] instanceof ParameterizedType callback)) {
        throw new IllegalArgumentException("takes a callback of nothing");
      }
      Type result = callback.getActualTypeArguments()[0];
      types[last] = CancellationToken.class;
      return new Calling(List.of(types), result);
    }
  }

  private record Calling(List<Type> parameterTypes, Type result) implements AdaptedMethod {
    @Override
    public Type returnType() {
      return result;
    }

    @Override
    public @Nullable Object invoke(Declared method, AbstractHub hub, @Nullable Object[] arguments)
        throws Throwable {
      AtomicReference<@Nullable Object> result = new AtomicReference<>();
      Callback<Object> callback = result::set;
      arguments[arguments.length - 1] = callback;
      method.invoke(hub, arguments);
      return result.get();
    }
  }
}
