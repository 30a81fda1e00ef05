package dev.nave.hub.internal.filters;

import dev.nave.hub.HubInvocation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The call of a hub method, as filters see it. Immutable; any thread. */
final class FilteredInvocation extends FilteredCall implements HubInvocation {
  private final CalledMethod method;
  private final List<@Nullable Object> arguments;

  FilteredInvocation(FilteredCall call, CalledMethod method, @Nullable Object[] arguments) {
    this(call, method, Collections.unmodifiableList(Arrays.asList(arguments)));
  }

  private FilteredInvocation(
      FilteredCall call, CalledMethod method, List<@Nullable Object> arguments) {
    super(call);
    this.method = method;
    this.arguments = arguments;
  }

  @Override
  public String target() {
    return method.name();
  }

  @Override
  public Method method() {
    return method.declared();
  }

  @Override
  public List<@Nullable Object> arguments() {
    return arguments;
  }

  @Override
  public HubInvocation withArguments(List<? extends @Nullable Object> changed) {
    if (changed.size() != arguments.size()) {
      throw new IllegalArgumentException(
          "hub method "
              + method
              + " takes "
              + arguments.size()
              + " arguments but withArguments got "
              + changed.size());
    }
    return new FilteredInvocation(
        this, method, Collections.unmodifiableList(new ArrayList<@Nullable Object>(changed)));
  }
}
