package dev.nave.hub.internal.types;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types whose objects are no values but promise some: futures, publishers, streams. Written as
 * objects they would show clients their inner state.
 *
 * <p>They are known by the names of their supertypes, so that no library has to be there.
 */
public final class Deferred {
  private static final String STAGE = "a CompletionStage";
  private static final String PUBLISHER = "a Flow.Publisher";

  /** What to declare instead of a type and all of its subtypes. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("java.util.concurrent.CompletionStage", STAGE),
          Map.entry("java.util.concurrent.Future", STAGE),
          Map.entry("java.util.concurrent.Flow$Publisher", PUBLISHER),
          Map.entry("java.util.stream.BaseStream", "a List"),
          Map.entry(
              "org.reactivestreams.Publisher",
              "a CompletionStage (Mono.toFuture()) or a Flow.Publisher"
                  + " (JdkFlowAdapter.publisherToFlowPublisher)"),
          Map.entry("io.reactivex.rxjava3.core.SingleSource", STAGE),
          Map.entry("io.reactivex.rxjava3.core.MaybeSource", STAGE),
          Map.entry("io.reactivex.rxjava3.core.CompletableSource", STAGE),
          Map.entry("io.reactivex.rxjava3.core.ObservableSource", PUBLISHER),
          Map.entry("io.reactivex.SingleSource", STAGE),
          Map.entry("io.reactivex.MaybeSource", STAGE),
          Map.entry("io.reactivex.CompletableSource", STAGE),
          Map.entry("io.reactivex.ObservableSource", PUBLISHER),
          Map.entry("rx.Single", STAGE),
          Map.entry("rx.Completable", STAGE),
          Map.entry("rx.Observable", PUBLISHER),
          Map.entry("io.smallrye.mutiny.Uni", STAGE),
          Map.entry("io.vertx.core.Future", STAGE),
          Map.entry("io.vertx.core.streams.ReadStream", PUBLISHER),
          Map.entry("scala.concurrent.Future", STAGE),
          Map.entry("kotlinx.coroutines.Job", STAGE + " (Deferred.asCompletableFuture())"),
          Map.entry("kotlinx.coroutines.flow.Flow", PUBLISHER + ", or add the module hub-kotlin"),
          Map.entry("kotlinx.coroutines.channels.ReceiveChannel", PUBLISHER),
          Map.entry("kotlin.coroutines.Continuation", STAGE));

  private static final ClassValue<String> KNOWN =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String found = find(type, new HashSet<>());
          return found == null ? "" : found;
        }
      };

  private Deferred() {}

  /**
   * Returns what to declare instead of {@code type}, for example "a CompletionStage"; null if its
   * objects are values.
   */
  public static @Nullable String instead(Class<?> type) {
    String found = KNOWN.get(type);
    return found.isEmpty() ? null : found;
  }

  /**
   * Returns why {@code type} cannot be carried: it, or one of its type arguments or elements, at
   * any depth, is no value. Null if it can.
   */
  public static @Nullable String problem(Type type) {
    String instead = instead(TypeResolver.erase(type));
    if (instead != null) {
      return type.getTypeName() + " is no value; declare " + instead + " instead";
    }
    if (type instanceof Class<?> array && array.isArray()) {
      return problem(array.getComponentType());
    }
    if (type instanceof GenericArrayType array) {
      return problem(array.getGenericComponentType());
    }
    if (type instanceof ParameterizedType parameterized) {
      for (Type argument : parameterized.getActualTypeArguments()) {
        String problem = problemInside(type, argument);
        if (problem != null) {
          return problem;
        }
      }
    }
    return null;
  }

  /** Returns why {@code inner}, of which {@code outer} holds some, cannot be carried; or null. */
  public static @Nullable String problemInside(Type outer, Type inner) {
    return problem(inner) == null
        ? null
        : outer.getTypeName()
            + " holds "
            + inner.getTypeName()
            + ", which is no value; wait for it and declare what it gives";
  }

  private static @Nullable String find(@Nullable Class<?> type, Set<Class<?>> seen) {
    if (type == null || !seen.add(type)) {
      return null;
    }
    String found = INSTEAD.get(type.getName());
    if (found == null) {
      found = find(type.getSuperclass(), seen);
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (found == null) {
        found = find(parent, seen);
      }
    }
    return found;
  }
}
