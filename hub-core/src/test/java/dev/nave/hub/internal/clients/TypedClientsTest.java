package dev.nave.hub.internal.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.nave.hub.HubMethodName;
import dev.nave.hub.internal.clients.closed.HiddenClients;
import dev.nave.hub.internal.send.Target;
import dev.nave.hub.protocol.InvocationMessage;
import dev.nave.hub.protocol.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypedClientsTest {
  private final RecordingProxy target = new RecordingProxy();
  private final RecordingMessenger messenger = new RecordingMessenger();

  @Test
  void sendsTheNameAndTheArguments() {
    ChatClient client = TypedClients.of(ChatClient.class).apply(target);

    client.cleared();
    client.typing("ann");
    client.messageReceived("ann", "hello");
    client.moved("ann", 1, 2, 3);

    assertThat(target.sent)
        .containsExactly(
            "cleared []", "typing [ann]", "messageReceived [ann, hello]", "moved [ann, 1, 2, 3]");
  }

  @Test
  void sendsAnArrayOrNullAsOneArgument() {
    ChatClient client = TypedClients.of(ChatClient.class).apply(target);

    client.typing(null);
    client.lines("a", "b");
    client.lines();

    assertThat(target.sent).containsExactly("typing [null]", "lines [[a, b]]", "lines [[]]");
  }

  @Test
  void returnsTheFutureOfTheSend() {
    ChatClient client = TypedClients.of(ChatClient.class).apply(target);

    assertThat(client.confirmed("x")).isSameAs(target.answer);
    assertThat(client.confirmedToo("x")).isSameAs(target.answer);
  }

  @Test
  void throwsNothingFromAVoidMethodWhoseSendFails() {
    target.answer.completeExceptionally(new IllegalStateException("down"));

    TypedClients.of(ChatClient.class).apply(target).cleared();

    assertThat(target.sent).containsExactly("cleared []");
  }

  @Test
  void sendsTheNewNameOfARenamedMethod() {
    TypedClients.of(ChatClient.class).apply(target).renamed();

    assertThat(target.sent).containsExactly("OriginalName []");
  }

  @Test
  void runsDefaultMethods() {
    TypedClients.of(ChatClient.class).apply(target).greeted("ann");

    assertThat(target.sent).containsExactly("messageReceived [server, hello ann]");
  }

  @Test
  void runsDefaultMethodsOfAPublicInterface() {
    TypedClients.of(PublicClient.class).apply(target).twice("x");

    assertThat(target.sent).containsExactly("once [x]", "once [x]");
  }

  @Test
  void runsDefaultMethodsOfAnInterfaceThatIsNotPublic() {
    HiddenClients.greet(TypedClients.of(HiddenClients.type()).apply(target), "ann");

    assertThat(target.sent).containsExactly("greeted [hello ann]");
  }

  @Test
  void sendsThroughInheritedAndGenericMethods() {
    TypedClients.of(StringClient.class).apply(target).changed("text");
    TypedClients.of(OverridingClient.class).apply(target).changed("text");
    GenericClient<String> general = TypedClients.of(OverridingClient.class).apply(target);
    general.changed("general");
    general.listed("a");

    assertThat(target.sent)
        .containsExactly("changed [text]", "changed [text]", "changed [general]", "listed [[a]]");
  }

  @Test
  void proxiesAreObjectsOfTheirOwn() {
    ChatClient client = TypedClients.of(ChatClient.class).apply(target);
    ChatClient other = TypedClients.of(ChatClient.class).apply(target);

    assertThat(Set.copyOf(List.of(client, other, client))).hasSize(2);
    assertThat(client).hasToString(ChatClient.class.getName() + " through recording");
    assertThat(target.sent).isEmpty();
  }

  @Test
  void leavesMethodsOfObjectThatAnInterfaceRepeatsToTheProxy() {
    RepeatingClient client = TypedClients.of(RepeatingClient.class).apply(target);

    assertThat(client.toString()).endsWith("through recording");
    assertThat(Set.copyOf(List.of(client, client))).hasSize(1);
    assertThat(target.sent).isEmpty();
  }

  @Test
  void refusesWhatIsNotAnInterfaceOrIsSealed() {
    assertRefused(
        String.class, "interface that is not sealed, but class java.lang.String is given");
    assertRefused(SealedClient.class, "interface that is not sealed");
  }

  @Test
  void refusesOverloads() {
    assertRefused(
        OverloadedClient.class,
        "Duplicate definitions of 'changed'. Overloading is not supported.",
        OverloadedClient.class.getName() + ".changed(java.lang.String)",
        OverloadedClient.class.getName() + ".changed(java.lang.String,int)");
    assertRefused(SameTypesClient.class, "Overloading is not supported");
    assertRefused(TwoCasesClient.class, "Overloading is not supported");
  }

  @Test
  void refusesMethodsThatReturnAValue() {
    assertRefused(ValueClient.class, "ask()", "returns java.lang.String; it must return void or");
    assertRefused(PrimitiveClient.class, "ask()", "returns int");
  }

  @Test
  void asksOneConnectionForTheResultThatAMethodReturns() {
    ResultClient client =
        TypedClients.of(ResultClient.class).apply(new SingleTargetProxy(messenger, "c1", null));

    assertThat(client.ask("why?", 2)).isSameAs(messenger.answer);
    assertThat(client.askForAll(null)).isSameAs(messenger.answer);

    assertThat(messenger.asked)
        .extracting(
            call -> call.connectionId() + " " + call.method() + " " + call.arguments().size(),
            call -> call.result().getTypeName())
        .containsExactly(
            tuple("c1 ask 2", "java.lang.String"),
            tuple("c1 askForAll 1", "java.util.List<java.lang.String>"));
  }

  @Test
  void sendsToOneConnectionWhereAMethodReturnsNothing() {
    ResultClient client =
        TypedClients.of(ResultClient.class).apply(new SingleTargetProxy(messenger, "c1", null));

    client.told("x");

    assertThat(messenger.sent).containsExactly("told");
  }

  @Test
  void refusesToAskSeveralForAResult() {
    ResultClient client = TypedClients.of(ResultClient.class).apply(target);

    assertThatIllegalStateException()
        .isThrownBy(() -> client.ask("why?", 2))
        .withMessageContaining("\"ask\" asks for a result")
        .withMessageContaining("client(id) or caller()");

    client.told("x");
    assertThat(target.sent).containsExactly("told [x]");
  }

  @Test
  void refusesMethodsThatAskForAResultOfNoKnownType() {
    assertRefused(WildcardClient.class, "ask()", "does not say of which type");
    assertRefused(RawClient.class, "ask()", "does not say of which type");
    assertRefused(VariableClient.class, "ask()", "does not say of which type");
  }

  @Test
  void refusesBlankNames() {
    assertRefused(BlankClient.class, "changed()", "has a blank @HubMethodName");
  }

  private static void assertRefused(Class<?> client, String... reasons) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TypedClients.of(client))
        .satisfies(refused -> assertThat(refused.getMessage()).contains(reasons));
  }

  interface ChatClient {
    static String ofTheInterface() {
      return "static";
    }

    void cleared();

    void typing(@Nullable String user);

    void messageReceived(String user, String text);

    void moved(String user, int x, int y, int z);

    void lines(String... lines);

    CompletionStage<Void> confirmed(String id);

    CompletableFuture<Void> confirmedToo(String id);

    @HubMethodName("OriginalName")
    void renamed();

    default void greeted(String user) {
      messageReceived("server", "hello " + user);
    }
  }

  /** Public, unlike the others here. */
  public interface PublicClient {
    /** Sends. */
    void once(String value);

    /** Sends twice. */
    default void twice(String value) {
      once(value);
      once(value);
    }
  }

  interface GenericClient<T> {
    void changed(T value);

    @SuppressWarnings("unchecked")
    void listed(T... values);
  }

  interface StringClient extends GenericClient<String> {}

  interface OverridingClient extends GenericClient<String> {
    @Override
    void changed(String value);

    @Override
    void listed(String... values);
  }

  interface RepeatingClient {
    @Override
    String toString();

    @Override
    boolean equals(@Nullable Object other);
  }

  sealed interface SealedClient permits SealedClient.Only {
    record Only() implements SealedClient {}
  }

  interface OverloadedClient {
    void changed(String value);

    void changed(String value, int times);
  }

  interface SameTypesClient {
    void changed(String value);

    @HubMethodName("changed")
    void alsoChanged(String value);
  }

  interface TwoCasesClient {
    void changed(String value);

    void Changed(String value);
  }

  interface ValueClient {
    String ask();
  }

  interface PrimitiveClient {
    int ask();
  }

  interface ResultClient {
    CompletionStage<String> ask(String question, int times);

    CompletableFuture<List<String>> askForAll(@Nullable String question);

    void told(String text);
  }

  interface VariableClient<T> {
    CompletionStage<T> ask();
  }

  interface WildcardClient {
    CompletionStage<?> ask();
  }

  @SuppressWarnings("rawtypes")
  interface RawClient {
    CompletableFuture ask();
  }

  interface BlankClient {
    @HubMethodName("")
    void changed();
  }

  private static final class RecordingMessenger implements Messenger {
    @Override
    public boolean mayPipeline() {
      return true;
    }

    final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    final List<ClientCall> asked = new ArrayList<>();
    final List<String> sent = new ArrayList<>();

    @Override
    public CompletableFuture<@Nullable Object> ask(ClientCall call) {
      asked.add(call);
      return answer;
    }

    @Override
    public CompletableFuture<Void> send(Target to, InvocationMessage invocation) {
      sent.add(invocation.target());
      return new CompletableFuture<>();
    }
  }

  private static final class RecordingProxy implements PayloadProxy {
    final CompletableFuture<Void> answer = new CompletableFuture<>();
    final List<String> sent = new ArrayList<>();

    @Override
    public CompletableFuture<Void> send(InvocationMessage message) {
      Payload.Values arguments = (Payload.Values) message.arguments();
      sent.add(message.target() + " " + Arrays.deepToString(arguments.values().toArray()));
      return answer;
    }

    @Override
    public String toString() {
      return "recording";
    }
  }
}
