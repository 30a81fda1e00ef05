package dev.nave.hub.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.Hub;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hubs with contracts in interfaces, and classes that a container generates around hubs. */
class ContractAndGeneratedHubsTest extends HubMethodTableFixture {
  @Test
  void seesAnnotationsOfTheMethodsOfInterfaces() {
    assertThat(namesOf(ContractHub.class)).containsExactly("open", "Renamed", "stays");
  }

  @Test
  void refusesAMethodThatInterfacesGiveSeveralNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(TwiceNamedHub.class))
        .withMessageContaining("TwiceNamedHub.go several names, [One, Two]");
  }

  @Test
  void looksAtWhatTheApplicationWroteAlone() {
    assertThat(namesOf(Generated$$Hub.class)).containsExactly("ofBase", "ofSub");
    assertThat(namesOf(MarkedHub.class)).containsExactly("ofBase", "ofSub");
    assertThat(namesOf(Made$$Hub.class)).containsExactly("ofHub");
  }

  @Test
  void shapeIsThatOfTheMethods() {
    long shape = HubMethodTable.of(SubHub.class).shape();

    assertThat(HubMethodTable.of(MarkedHub.class).shape()).isEqualTo(shape);
    assertThat(HubMethodTable.of(ContractHub.class).shape()).isNotEqualTo(shape);
  }

  interface Contract<T> {
    @HubIgnore
    void hidden(T argument);

    @HubMethodName("Renamed")
    void renamed(T argument);

    @HubMethodName("overruled")
    void stays();

    @HubIgnore
    default void byDefault() {}

    default void notExposed() {}
  }

  interface SubContract<T> extends Contract<List<T>> {}

  abstract static class ContractBaseHub extends Hub implements SubContract<String> {
    @Override
    public void byDefault() {}
  }

  static class ContractHub extends ContractBaseHub {
    @Override
    public void hidden(List<String> argument) {}

    @Override
    public void renamed(List<String> argument) {}

    @Override
    @HubMethodName("stays")
    public void stays() {}

    public void open() {}
  }

  interface One {
    @HubMethodName("One")
    void go();
  }

  interface Two {
    @HubMethodName("Two")
    void go();
  }

  static class TwiceNamedHub extends Hub implements One, Two {
    @Override
    public void go() {}
  }

  /** As a proxy that was made from {@link SubHub}: known by its name. */
  static class Generated$$Hub extends SubHub {
    @Override
    public void ofSub() {}

    public void generated() {}
  }

  /** As a proxy that was made from {@link SubHub}: known by its interface. */
  static class MarkedHub extends SubHub implements org.springframework.aop.SpringProxy {
    public void generated() {}
  }

  /** Whatever its name: nothing below {@link Hub} was written but this. */
  static class Made$$Hub extends Hub {
    public void ofHub() {}
  }
}
