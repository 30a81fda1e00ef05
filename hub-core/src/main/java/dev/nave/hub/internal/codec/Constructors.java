package dev.nave.hub.internal.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;

/**
 * Has records, and other classes with creators, made through a method handle that takes an array.
 * Jackson 3.1 adapts its handle anew for each object, which is a tenth of the cost of a small one.
 */
final class Constructors extends ValueInstantiators.Base {
  private static final MethodType FROM_ARRAY = MethodType.methodType(Object.class, Object[].class);

  @Override
  public ValueInstantiator modifyValueInstantiator(
      DeserializationConfig config,
      BeanDescription.Supplier description,
      ValueInstantiator jacksons) {
    if (jacksons.getClass() != StdValueInstantiator.class || !jacksons.canCreateFromObjectWith()) {
      return jacksons;
    }
    try {
      MethodHandle creator = handle(jacksons.getWithArgsCreator().getAnnotated());
      return creator == null
          ? jacksons
          : new ThroughHandle((StdValueInstantiator) jacksons, fromArray(creator));
    } catch (IllegalAccessException e) {
      return jacksons; // It says what is wrong.
    }
  }

  private static @Nullable MethodHandle handle(AnnotatedElement creator)
      throws IllegalAccessException {
    if (creator instanceof Constructor<?> constructor) {
      return MethodHandles.lookup().unreflectConstructor(constructor);
    }
    return creator instanceof Method method ? MethodHandles.lookup().unreflect(method) : null;
  }

  private static MethodHandle fromArray(MethodHandle creator) {
    return creator
        .asFixedArity()
        .asSpreader(Object[].class, creator.type().parameterCount())
        .asType(FROM_ARRAY);
  }

  private static final class ThroughHandle extends StdValueInstantiator {
    private final MethodHandle creator;

    ThroughHandle(StdValueInstantiator jacksons, MethodHandle creator) {
      super(jacksons);
      this.creator = creator;
    }

    @Override
    public @Nullable Object createFromObjectWith(DeserializationContext context, Object[] values) {
      try {
        return (Object) creator.invokeExact(values);
      } catch (Exception e) {
        return context.handleInstantiationProblem(
            getValueClass(), values, rewrapCtorProblem(context, e));
      } catch (Throwable e) { // Handles declare it.
        throw (Error) e;
      }
    }
  }
}
