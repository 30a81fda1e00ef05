package dev.nave.hub.internal.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.Hub;
import dev.nave.hub.internal.methods.HubMethodTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class DeferredTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        MonoHub.class,
        FutureHub.class,
        KotlinHub.class,
        ListHub.class,
        NestedHub.class,
        ItemHub.class,
        ParameterHub.class,
        StageParameterHub.class,
        UploadHub.class,
        StreamsHub.class,
        ArrayHub.class
      })
  void aHubMethodThatPromisesWhatCannotBeAwaitedIsRefused(Class<? extends Hub> hub) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(hub))
        .withMessageContaining(hub.getName() + ".method(")
        .withMessageContaining("is no value");
  }

  @Test
  void theRefusalSaysWhatToReturnInstead() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(MonoHub.class))
        .withMessageContaining("returns reactor.core.publisher.Mono<java.lang.String>")
        .withMessageContaining("declare a CompletionStage (Mono.toFuture()) or a Flow.Publisher");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(NestedHub.class))
        .withMessageContaining("wait for it and declare what it gives");
  }

  @Test
  void whatIsAwaitedOrStreamedIsNoProblem() {
    assertThat(HubMethodTable.of(GoodHub.class).methods())
        .extracting(method -> method.name() + " " + method.resultType())
        .containsExactly(
            "future class java.lang.String",
            "nothing null",
            "ofInts class java.lang.Integer",
            "stages java.util.Optional<java.lang.String>",
            "streamLater class java.lang.Long");
  }

  public static class MonoHub extends Hub {
    public Mono<String> method() {
      return new Mono<>();
    }
  }

  public static class FutureHub extends Hub {
    public Future<String> method() {
      return CompletableFuture.completedFuture("");
    }
  }

  public static class KotlinHub extends Hub {
    public kotlinx.coroutines.Deferred<String> method() {
      return new kotlinx.coroutines.Deferred<>() {};
    }
  }

  public static class ListHub extends Hub {
    public Map<String, List<Future<String>>> method() {
      return Map.of();
    }
  }

  public static class NestedHub extends Hub {
    public CompletionStage<CompletionStage<String>> method() {
      return new CompletableFuture<>();
    }
  }

  public static class ItemHub extends Hub {
    public Stream<Mono<String>> method() {
      return Stream.of();
    }
  }

  public static class ParameterHub extends Hub {
    public void method(Mono<String> value) {}
  }

  public static class StageParameterHub extends Hub {
    public void method(CompletionStage<String> value) {}
  }

  public static class UploadHub extends Hub {
    public void method(Flow.Publisher<Mono<String>> values) {}
  }

  public static class StreamsHub extends Hub {
    public List<Stream<String>> method() {
      return List.of();
    }
  }

  public static class ArrayHub extends Hub {
    public Mono<?>[] method() {
      return new Mono<?>[0];
    }
  }

  public static class GoodHub extends Hub {
    public CompletableFuture<String> future() {
      return new CompletableFuture<>();
    }

    public CompletionStage<Void> nothing() {
      return new CompletableFuture<>();
    }

    public IntStream ofInts() {
      return IntStream.empty();
    }

    public CompletionStage<Optional<String>> stages() {
      return new CompletableFuture<>();
    }

    public CompletionStage<Flow.Publisher<Long>> streamLater() {
      return new CompletableFuture<>();
    }
  }
}
