package dev.nave.hub.kotlin;

import dev.nave.hub.AbstractHub;
import dev.nave.hub.CancellationToken;
import dev.nave.hub.adapter.AdaptedMethod;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.stream.Stream;
import kotlin.Unit;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.future.FutureKt;
import kotlinx.coroutines.jdk9.ReactiveFlowKt;
import org.jspecify.annotations.Nullable;

/**
 * A method of Kotlin that suspends, or has flows where Java has publishers. Immutable; any thread.
 *
 * @param flows for each parameter whether it is a flow
 */
record KotlinMethod(
    List<Type> parameterTypes, Type returnType, List<Boolean> flows, boolean suspends)
    implements AdaptedMethod {

  /** Describes a function that does not suspend. */
  static KotlinMethod plain(List<Type> parameters, Type result) {
    return new KotlinMethod(
        parameters.stream().map(KotlinTypes::parameter).toList(),
        KotlinTypes.result(result),
        parameters.stream().map(KotlinTypes::isFlow).toList(),
        false);
  }

  /** Describes a function that suspends; its last parameter is the continuation. */
  static KotlinMethod suspending(List<Type> parameters) {
    int last = parameters.size() - 1;
    return new KotlinMethod(
        Stream.concat(
                parameters.stream().limit(last).map(KotlinTypes::parameter),
                Stream.of(CancellationToken.class))
            .toList(),
        KotlinTypes.resultOfSuspending(parameters.get(last)),
        parameters.stream().map(KotlinTypes::isFlow).toList(),
        true);
  }

  @Override
  public @Nullable Object invoke(Declared method, AbstractHub hub, @Nullable Object[] arguments)
      throws Throwable {
    @Nullable Object[] own = arguments.clone();
    for (int i = 0; i < own.length; i++) {
      if (flows.get(i)) {
        own[i] = ReactiveFlowKt.asFlow((Publisher<?>) Objects.requireNonNull(own[i]));
      }
    }
    return suspends ? start(method, hub, own) : inJava(method.invoke(hub, own));
  }

  /** On the calling thread; where it goes on is for what it waits for, or its dispatcher. */
  private CompletableFuture<@Nullable Object> start(
      Declared method, AbstractHub hub, @Nullable Object[] arguments) {
    int last = arguments.length - 1;
    CancellationToken token = (CancellationToken) Objects.requireNonNull(arguments[last]);
    CompletableFuture<@Nullable Object> result =
        FutureKt.future(
            GlobalScope.INSTANCE,
            Dispatchers.getUnconfined(),
            CoroutineStart.UNDISPATCHED,
            (scope, continuation) -> {
              arguments[last] = continuation;
              try {
                return method.invoke(hub, arguments);
              } catch (Throwable e) {
                throw asUnchecked(e);
              }
            });
    Runnable forget = token.onCancelled(() -> result.cancel(false));
    return result.whenComplete((value, failure) -> forget.run()).thenApply(KotlinMethod::inJava);
  }

  /** Throws it as it is: Kotlin declares no exceptions. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException asUnchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  private static @Nullable Object inJava(@Nullable Object value) {
    if (value instanceof Flow<?> flow) {
      return ReactiveFlowKt.asPublisher(flow);
    }
    return value == Unit.INSTANCE ? null : value;
  }
}
