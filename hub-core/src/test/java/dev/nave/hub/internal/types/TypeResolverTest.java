package dev.nave.hub.internal.types;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nave.hub.Hub;
import dev.nave.hub.internal.methods.HubMethodTable;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

class TypeResolverTest {
  private static final TypeFactory JACKSON = TypeFactory.createDefaultInstance();

  @Test
  void replacesVariablesByWhatTheHubExtendsItsBaseWith() {
    assertThat(argument(PersonHub.class, "one")).isEqualTo(Person.class);
    assertThat(argument(PersonHub.class, "array")).isEqualTo(Person[].class);
    assertThat(argument(PersonHub.class, "rows")).isEqualTo(Person[][].class);
  }

  @Test
  void replacesVariablesInsideOtherTypes() {
    assertThat(forJackson(PersonHub.class, "many"))
        .isEqualTo(JACKSON.constructCollectionType(List.class, Person.class));
    assertThat(forJackson(PersonHub.class, "nested"))
        .isEqualTo(
            JACKSON.constructMapType(
                Map.class,
                JACKSON.constructType(String.class),
                JACKSON.constructCollectionType(List.class, Person.class)));
    assertThat(forJackson(PersonHub.class, "arrayOfLists"))
        .isEqualTo(
            JACKSON.constructArrayType(JACKSON.constructCollectionType(List.class, Person.class)));
  }

  @Test
  void passesTypeArgumentsOnThroughSeveralBases() {
    assertThat(forJackson(PeopleHub.class, "one"))
        .isEqualTo(JACKSON.constructCollectionType(List.class, Person.class));
  }

  @Test
  void takesAVariableThatNothingIsKnownOfForItsBound() {
    assertThat(argument(RawHub.class, "one")).isEqualTo(Object.class);
    assertThat(argument(BoundedHub.class, "one")).isEqualTo(Comparable.class);
  }

  @Test
  void leavesOrdinaryTypesAlone() {
    assertThat(argument(PersonHub.class, "number")).isEqualTo(int.class);
    assertThat(forJackson(PersonHub.class, "strings"))
        .isEqualTo(JACKSON.constructCollectionType(List.class, String.class));
  }

  @Test
  void resolvedTypesAreEqualAndReadable() {
    Type type = argument(PersonHub.class, "nested");

    assertThat(type).isEqualTo(argument(PersonHub.class, "nested"));
    assertThat(type).hasSameHashCodeAs(argument(PersonHub.class, "nested"));
    assertThat(type.getTypeName())
        .isEqualTo(
            "java.util.Map<java.lang.String, java.util.List<" + Person.class.getName() + ">>");
    assertThat(argument(PersonHub.class, "arrayOfLists").getTypeName())
        .isEqualTo("java.util.List<" + Person.class.getName() + ">[]");
  }

  private static Type argument(Class<? extends Hub> hub, String method) {
    return requireNonNull(HubMethodTable.of(hub).find(method)).argumentTypes().get(0);
  }

  private static JavaType forJackson(Class<? extends Hub> hub, String method) {
    return JACKSON.constructType(argument(hub, method));
  }

  record Person(String name) {}

  abstract static class BaseHub<T> extends Hub {
    public void one(T value) {}

    public void array(T[] values) {}

    public void rows(T[][] values) {}

    public void many(List<? extends T> values) {}

    public void nested(Map<String, List<T>> values) {}

    public void arrayOfLists(List<T>[] values) {}

    public void number(int value) {}

    public void strings(List<String> values) {}
  }

  static class PersonHub extends BaseHub<Person> {}

  abstract static class ListHub<E> extends BaseHub<List<E>> {}

  static class PeopleHub extends ListHub<Person> {}

  @SuppressWarnings("rawtypes")
  static class RawHub extends BaseHub {}

  static class BoundedHub<T extends Comparable<T>> extends BaseHub<T> {}
}
