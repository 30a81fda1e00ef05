package dev.nave.hub.internal.methods;

import dev.nave.hub.CancellationToken;
import dev.nave.hub.internal.types.Deferred;
import dev.nave.hub.internal.types.TypeResolver;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * What the parameters of a hub method are filled with: arguments of the client, streams that it
 * uploads, a cancellation token. Immutable.
 */
public final class Parameters {
  private final List<Filling> fillings = new ArrayList<>();
  private final List<Type> argumentTypes = new ArrayList<>();
  private final List<Type> uploadTypes = new ArrayList<>();

  /** What a parameter is filled with. */
  public enum Filling {
    ARGUMENT,
    UPLOAD,
    TOKEN
  }

  /**
   * Looks at the types of the parameters, which are resolved.
   *
   * @throws IllegalArgumentException with what a method does that has such a parameter
   */
  Parameters(List<Type> types) {
    for (Type type : types) {
      Filling filling = filling(TypeResolver.erase(type));
      fillings.add(filling);
      if (filling == Filling.ARGUMENT) {
        argumentTypes.add(checked(type, type));
      } else if (filling == Filling.UPLOAD) {
        uploadTypes.add(checked(itemType(type), type));
      }
    }
  }

  private static Filling filling(Class<?> type) {
    if (type == Flow.Publisher.class) {
      return Filling.UPLOAD;
    }
    if (type == CancellationToken.class) {
      return Filling.TOKEN;
    }
    if (Flow.Publisher.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "takes a "
              + type.getSimpleName()
              + "; an upload stream is declared as Flow.Publisher<T>");
    }
    if (CancellationToken.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "takes a " + type.getSimpleName() + "; it is declared as CancellationToken");
    }
    return Filling.ARGUMENT;
  }

  private static Type checked(Type value, Type parameter) {
    String problem = Deferred.problem(value);
    if (problem != null) {
      throw new IllegalArgumentException("takes a " + parameter.getTypeName() + ": " + problem);
    }
    return value;
  }

  private static Type itemType(Type publisher) {
    return publisher instanceof ParameterizedType parameterized
        ? parameterized.getActualTypeArguments()[0]
        : Object.class;
  }

  int count() {
    return fillings.size();
  }

  /** Returns what each parameter is filled with, in their order. */
  List<Filling> fillings() {
    return Collections.unmodifiableList(fillings);
  }

  /** Returns the types to bind the client's arguments to. */
  List<Type> argumentTypes() {
    return Collections.unmodifiableList(argumentTypes);
  }

  /** Returns the types of the items of the streams that the client uploads. */
  List<Type> uploadTypes() {
    return Collections.unmodifiableList(uploadTypes);
  }

  boolean takesToken() {
    return fillings.contains(Filling.TOKEN);
  }

  /**
   * Puts everything into its place.
   *
   * @param token null if no parameter is one
   */
  @Nullable Object[] place(
      @Nullable Object[] arguments,
      List<? extends Flow.Publisher<?>> uploads,
      @Nullable CancellationToken token) {
    if (arguments.length == fillings.size()) {
      return arguments;
    }
    @Nullable Object[] placed = new @Nullable Object[fillings.size()];
    Iterator<? extends Flow.Publisher<?>> nextUpload = uploads.iterator();
    int nextArgument = 0;
    for (int i = 0; i < placed.length; i++) {
      placed[i] =
          switch (fillings.get(i)) {
            case ARGUMENT -> arguments[nextArgument++];
            case UPLOAD -> nextUpload.next();
            case TOKEN -> token;
          };
    }
    return placed;
  }
}
