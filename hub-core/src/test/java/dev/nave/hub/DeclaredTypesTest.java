package dev.nave.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.nave.hub.protocol.HubProtocol;
import dev.nave.hub.protocol.json.JsonHubProtocol;
import dev.nave.hub.protocol.messagepack.MessagePackHubProtocol;
import dev.nave.hub.testing.HubTester;
import dev.nave.hub.testing.ReceivedMessage;
import dev.nave.hub.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Values are written by their declared type: type ids are there, wherever in it they belong. */
class DeclaredTypesTest {
  private static final List<HubProtocol> BOTH =
      List.of(JsonHubProtocol.create(), MessagePackHubProtocol.create());

  static Stream<HubProtocol> protocols() {
    return BOTH.stream();
  }

  static Stream<Arguments> results() {
    return BOTH.stream()
        .flatMap(
            protocol ->
                Stream.of(
                        "one",
                        "array",
                        "list",
                        "map",
                        "optional",
                        "box",
                        "special",
                        "nested",
                        "wildcard",
                        "later",
                        "ofBase",
                        "oneOfBase",
                        "own")
                    .map(method -> Arguments.of(method, protocol)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("results")
  void aResultHasTheTypeIdsOfItsDeclaredType(String method, HubProtocol protocol) {
    try (HubTester tester = HubTester.of(ShapeHub.class, ShapeHub::new)) {
      TestClient client = tester.protocol(protocol).connect();
      assertThat(String.valueOf(client.invoke(Object.class, method))).contains("@type=circle");
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anItemHasTheTypeIdsOfItsDeclaredType(HubProtocol protocol) {
    try (HubTester tester = HubTester.of(ShapeHub.class, ShapeHub::new)) {
      TestClient client = tester.protocol(protocol).connect();
      for (String method : List.of("stream", "iterable", "streamLater")) {
        assertThat(String.valueOf(client.stream(Object.class, method).expectItem()))
            .as(method)
            .contains("@type=circle");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void anArgumentOfATypedClientHasTheTypeIdsOfItsDeclaredType(HubProtocol protocol) {
    try (HubTester tester = HubTester.of(ShapeHub.class, ShapeHub::new)) {
      TestClient client = tester.protocol(protocol).connect();
      client.invoke("typed");
      assertThat(client.expect("drawn").arguments().toString()).contains("@type=circle");
      assertThat(client.expect("changed").arguments().toString()).contains("@type=circle");
      CompletableFuture<String> asked = client.invokeAsync(String.class, "asked");
      ReceivedMessage question = client.expect("ask");
      assertThat(question.arguments().toString()).contains("@type=circle");
      question.answer(List.of(new Circle(3)).toArray(new Shape[0]));
      assertThat(asked.join()).isEqualTo("[Circle[radius=3]]");
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatAFilterPutInThePlaceOfAResultIsWrittenByItsOwnType(HubProtocol protocol) {
    HubFilter filter =
        new HubFilter() {
          @Override
          public CompletionStage<?> invoke(HubInvocation call, HubFilter.InvokeNext next)
              throws Exception {
            CompletionStage<? extends @Nullable Object> result = next.proceed(call);
            return call.target().equals("list")
                ? result.thenApply(list -> List.of("replaced"))
                : result;
          }
        };
    try (HubTester tester =
        HubTester.of(
            "/h", server -> server.filter(filter).hub("/h", ShapeHub.class, ShapeHub::new))) {
      TestClient client = tester.protocol(protocol).connect();
      assertThat(client.invoke(Object.class, "list")).isEqualTo(List.of("replaced"));
      for (String method : List.of("nested", "later")) {
        assertThat(String.valueOf(client.invoke(Object.class, method))).contains("@type=circle");
      }
      assertThat(String.valueOf(client.stream(Object.class, "stream").expectItem()))
          .contains("@type=circle");
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void whatIsDeclaredAsAPlainClassIsWrittenWithAllThatItsOwnClassHas(HubProtocol protocol) {
    try (HubTester tester = HubTester.of(ShapeHub.class, ShapeHub::new)) {
      TestClient client = tester.protocol(protocol).connect();
      assertThat(String.valueOf(client.invoke(Object.class, "derived")))
          .containsIgnoringCase("base=1")
          .containsIgnoringCase("more=2");
      assertThat(client.invoke(Object.class, "any")).isEqualTo(List.of(1, "x"));
      assertThat(client.invoke(Object.class, "nothing")).isNull();
      assertThatThrownBy(() -> client.invoke(Object.class, "mono"))
          .hasMessageContaining("An unexpected error occurred invoking 'mono'");
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
  public interface Shape {}

  public record Circle(int radius) implements Shape {}

  public static class Box<T> {
    public T value;

    Box(T value) {
      this.value = value;
    }
  }

  /** A special box. */
  public static final class SpecialBox<T> extends Box<T> {
    SpecialBox(T value) {
      super(value);
    }
  }

  /** Says of what it is a list. */
  public static final class Shapes extends ArrayList<Shape> {
    private static final long serialVersionUID = 1L;
  }

  public static class BaseValue {
    public int base = 1;
  }

  /** Has more than its base. */
  public static final class DerivedValue extends BaseValue {
    public int more = 2;
  }

  /** A client of any kind. */
  public interface GenericClient<T> {
    CompletionStage<Void> changed(Map<String, T> values);

    CompletionStage<List<T>> ask(List<T> values);
  }

  public interface Board extends GenericClient<Shape> {
    CompletionStage<Void> drawn(List<Shape> shapes);
  }

  public abstract static class Base<T> extends Hub {
    abstract T some();

    public List<T> ofBase() {
      return List.of(some());
    }

    public CompletionStage<Optional<T>> oneOfBase() {
      return CompletableFuture.completedFuture(Optional.of(some()));
    }
  }

  public static class ShapeHub extends Base<Shape> {
    @Override
    Shape some() {
      return new Circle(1);
    }

    public Shape one() {
      return some();
    }

    public Shape[] array() {
      return new Shape[] {some()};
    }

    public List<Shape> list() {
      return List.of(some());
    }

    public Map<String, Shape> map() {
      return Map.of("a", some());
    }

    public Optional<Shape> optional() {
      return Optional.of(some());
    }

    public Box<Shape> box() {
      return new Box<>(some());
    }

    public Box<Shape> special() {
      return new SpecialBox<>(some());
    }

    public List<List<Shape>> nested() {
      return List.of(list());
    }

    public List<? extends Shape> wildcard() {
      return list();
    }

    public CompletionStage<List<Shape>> later() {
      return CompletableFuture.completedFuture(list());
    }

    public Shapes own() {
      Shapes shapes = new Shapes();
      shapes.add(some());
      return shapes;
    }

    public Stream<List<Shape>> stream() {
      return Stream.of(list());
    }

    public Iterable<Map<String, Shape>> iterable() {
      return List.of(map());
    }

    public CompletionStage<Flow.Publisher<Optional<Shape>>> streamLater() {
      return CompletableFuture.completedFuture(
          subscriber ->
              subscriber.onSubscribe(
                  new Flow.Subscription() {
                    @Override
                    public void request(long items) {
                      subscriber.onNext(optional());
                      subscriber.onComplete();
                    }

                    @Override
                    public void cancel() {}
                  }));
    }

    public CompletionStage<Void> typed() {
      clients(Board.class).caller().drawn(list());
      return clients(Board.class).caller().changed(map());
    }

    public CompletionStage<String> asked() {
      return clients(Board.class).caller().ask(list()).thenApply(String::valueOf);
    }

    public BaseValue derived() {
      return new DerivedValue();
    }

    public Object any() {
      return List.of(1, "x");
    }

    public @Nullable List<Shape> nothing() {
      return null;
    }

    public Object mono() {
      return new Mono<String>();
    }
  }
}
