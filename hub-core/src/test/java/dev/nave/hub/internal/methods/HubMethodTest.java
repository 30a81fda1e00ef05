package dev.nave.hub.internal.methods;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.Hub;
import dev.nave.hub.HubMethodName;
import dev.nave.hub.internal.methods.closed.ClosedModule;
import dev.nave.hub.internal.methods.closed.HiddenHubs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubMethodTest {
  private final CallsHub hub = new CallsHub();

  @Test
  void passesArgumentsAndReturnsTheResult() throws Throwable {
    assertThat(invoke("join", "a", 2, true)).isEqualTo("a2true");
  }

  @Test
  void passesNullAndArraysAsTheyAre() throws Throwable {
    String[] array = {"a", "b"};

    assertThat(invoke("echo", new Object[] {null})).isNull();
    assertThat(invoke("echo", new Object[] {array})).isSameAs(array);
    assertThat(invoke("joinAll", new Object[] {array})).isEqualTo("a,b");
  }

  @Test
  void returnsNullFromAVoidMethod() throws Throwable {
    assertThat(method(CallsHub.class, "touch").returnKind()).isEqualTo(ReturnKind.VOID);
    assertThat(invoke("touch")).isNull();
    assertThat(hub.touched).isTrue();
  }

  @Test
  void returnsTheStageOfAnAsynchronousMethod() throws Throwable {
    assertThat(method(CallsHub.class, "later").returnKind()).isEqualTo(ReturnKind.STAGE);
    assertThat(invoke("later")).isSameAs(hub.stage);
  }

  @Test
  void throwsWhatTheMethodThrew() {
    IOException checked = new IOException("checked");
    Error error = new AssertionError("error");

    assertThatThrownBy(() -> invoke("fail", checked)).isSameAs(checked);
    assertThatThrownBy(() -> invoke("fail", error)).isSameAs(error);
  }

  @Test
  void runsTheOverrideOfAMethodOfABase() throws Throwable {
    HubMethod ofBase = method(CallsHub.class, "touch");
    OverridingHub sub = new OverridingHub();

    ofBase.invoke(sub, new Object[0]);

    assertThat(sub.overridden).isTrue();
  }

  @Test
  void callsAPublicMethodOfAClassThatIsNotPublic() throws Throwable {
    Hub hidden = HiddenHubs.create();

    assertThat(method(hidden.getClass(), "answer").invoke(hidden, new Object[0])).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "set", "array", "none"})
  void takesCollectionsForValues(String name) {
    assertThat(method(ValuesHub.class, name).returnKind()).isEqualTo(ReturnKind.VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        PublisherHub.class,
        SubmissionHub.class,
        StreamHub.class,
        IntStreamHub.class,
        IterableHub.class,
        LateStreamHub.class
      })
  void takesPublishersStreamsAndIterablesForStreams(Class<? extends Hub> hub) {
    assertThat(method(hub, "numbers").returnKind()).isEqualTo(ReturnKind.STREAM);
  }

  @Test
  void takesAnIterableForAStreamThatABaseLeftOpen() {
    assertThat(method(ResolvedStreamHub.class, "fetch").returnKind()).isEqualTo(ReturnKind.STREAM);
  }

  @Test
  void takesUploadsAndATokenBetweenTheArguments() throws Throwable {
    HubMethod method = method(MixedHub.class, "mix");
    Flow.Publisher<Object> first = subscriber -> {};
    Flow.Publisher<Object> second = subscriber -> {};
    CancellationToken token =
        new CancellationToken() {
          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public Runnable onCancelled(Runnable callback) {
            return () -> {};
          }
        };

    assertThat(method.argumentTypes()).containsExactly(String.class, int.class);
    assertThat(method.uploadTypes()).containsExactly(Integer.class, Object.class);
    assertThat(method.takesToken()).isTrue();
    Object[] placed = method.place(new Object[] {"a", 2}, List.of(first, second), token);
    assertThat(placed).containsExactly(first, "a", token, second, 2);
    assertThat(method.invoke(new MixedHub(), placed)).isEqualTo("a2");
  }

  @Test
  void refusesStreamsAndTokensThatItCouldNotMake() {
    assertRefused(ProcessorHub.class, "take(SubmissionPublisher) takes a SubmissionPublisher");
    assertRefused(
        TakesStreamHub.class, "take(Stream) takes a Stream; an upload stream is declared");
    assertRefused(OwnTokenHub.class, "take(OwnToken) takes a OwnToken; it is declared as");
  }

  @Test
  void refusesGenericMethods() {
    assertRefused(GenericMethodHub.class, "send(Object) is generic");
  }

  @Test
  void refusesBlankNames() {
    assertRefused(BlankHub.class, "send() has a blank @HubMethodName");
  }

  @Test
  void refusesAClassThatItsModuleKeepsClosed() {
    Class<? extends Hub> closed = ClosedModule.loadHub();

    assertRefused(closed, "answer() cannot be called: make its class public in an exported");
    assertRefused(closed, "or open package " + closed.getPackageName() + " to ");
  }

  private @Nullable Object invoke(String name, @Nullable Object... arguments) throws Throwable {
    return method(CallsHub.class, name).invoke(hub, arguments);
  }

  private static HubMethod method(Class<? extends Hub> hub, String name) {
    return requireNonNull(HubMethodTable.of(hub).find(name));
  }

  private static void assertRefused(Class<? extends Hub> hub, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(hub))
        .withMessageStartingWith("hub method ")
        .withMessageContaining(reason);
  }

  static class CallsHub extends Hub {
    final CompletionStage<String> stage = new CompletableFuture<>();
    boolean touched;

    public String join(String text, int number, boolean flag) {
      return text + number + flag;
    }

    public @Nullable Object echo(@Nullable Object value) {
      return value;
    }

    public String joinAll(String... parts) {
      return String.join(",", parts);
    }

    public void touch() {
      touched = true;
    }

    public CompletionStage<String> later() {
      return stage;
    }

    public void fail(Throwable failure) throws Throwable {
      throw failure;
    }
  }

  static class OverridingHub extends CallsHub {
    boolean overridden;

    @Override
    public void touch() {
      overridden = true;
    }
  }

  static class ValuesHub extends Hub {
    public List<String> list() {
      return List.of();
    }

    public Set<String> set() {
      return Set.of();
    }

    public int[] array() {
      return new int[0];
    }

    public @Nullable Void none() {
      return null;
    }
  }

  static class PublisherHub extends Hub {
    public Flow.@Nullable Publisher<String> numbers() {
      return null;
    }
  }

  static class SubmissionHub extends Hub {
    public @Nullable SubmissionPublisher<String> numbers() {
      return null;
    }
  }

  static class StreamHub extends Hub {
    public @Nullable Stream<String> numbers() {
      return null;
    }
  }

  static class IntStreamHub extends Hub {
    public @Nullable IntStream numbers() {
      return null;
    }
  }

  static class IterableHub extends Hub {
    public @Nullable Iterable<String> numbers() {
      return null;
    }
  }

  static class LateStreamHub extends Hub {
    public @Nullable CompletableFuture<Stream<String>> numbers() {
      return null;
    }
  }

  static class FetchingHub<T> extends Hub {
    public @Nullable T fetch() {
      return null;
    }
  }

  static class ResolvedStreamHub extends FetchingHub<Iterable<String>> {}

  static class MixedHub extends Hub {
    public String mix(
        Flow.Publisher<Integer> first,
        String text,
        CancellationToken token,
        Flow.Publisher<?> second,
        int number) {
      return text + number;
    }
  }

  static class ProcessorHub extends Hub {
    public void take(SubmissionPublisher<String> items) {}
  }

  static class TakesStreamHub extends Hub {
    public void take(Stream<String> items) {}
  }

  interface OwnToken extends CancellationToken {}

  static class OwnTokenHub extends Hub {
    public void take(OwnToken token) {}
  }

  static class GenericMethodHub extends Hub {
    public <T> void send(T value) {}
  }

  static class BlankHub extends Hub {
    @HubMethodName(" ")
    public void send() {}
  }
}
