package dev.nave.hub.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.Hub;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which methods of a hub clients can call, and under which names. */
class HubMethodTableTest extends HubMethodTableFixture {
  @Test
  void exposesThePublicMethodsOfTheHubAndItsBases() {
    assertThat(namesOf(SubHub.class)).containsExactly("ofBase", "ofSub");
  }

  @Test
  void exposesNothingOfHubItself() {
    assertThat(namesOf(Hub.class)).isEmpty();
  }

  @Test
  void exposesNothingThatIsNotPublicOrIsStatic() {
    assertThat(namesOf(ReservedHub.class)).isEmpty();
  }

  @Test
  void exposesNoLifecycleMethodsNorThoseOfObjectNorClose() {
    assertThat(namesOf(LifecycleHub.class)).containsExactly("close", "onConnected");
    assertThat(HubMethodTable.of(LifecycleHub.class).methods())
        .extracting(HubMethod::toString)
        .containsExactly(
            LifecycleHub.class.getName() + ".close(String)",
            LifecycleHub.class.getName() + ".onConnected(String)");
  }

  @Test
  void exposesAMethodThatIsNamedLikeAPrivateOneOfHub() {
    assertThat(namesOf(CallHub.class)).containsExactly("call");
  }

  @Test
  void exposesNothingThatIsIgnoredOrInjected() {
    assertThat(namesOf(InjectedHub.class)).isEmpty();
  }

  @Test
  void hidesTheOverrideOfAHiddenMethod() {
    assertThat(namesOf(OverridingHub.class)).containsExactly("renamed");
  }

  @Test
  void callsAMethodByItsNewNameOnly() {
    HubMethodTable table = HubMethodTable.of(RenamedHub.class);

    assertThat(table.find("renamed")).isNotNull();
    assertThat(table.find("originalName")).isNull();
  }

  @Test
  void findsNamesInAnyCase() {
    HubMethodTable table = HubMethodTable.of(SubHub.class);

    HubMethod method = table.find("ofSub");
    assertThat(method).isNotNull();
    assertThat(table.find("OfSub")).isSameAs(method);
    assertThat(table.find("ofsub")).isSameAs(method);
    assertThat(table.find("OFSUB")).isSameAs(method);
  }

  @Test
  void findsNothingUnderAnUnknownName() {
    HubMethodTable table = HubMethodTable.of(SubHub.class);

    assertThat(table.find("missing")).isNull();
    assertThat(table.find("")).isNull();
    assertThat(table.find("ofSub ")).isNull();
  }

  @Test
  void regardsNoCaseInAnyLanguage() {
    assertThat(HubMethodTable.of(InitHub.class).find("INIT")).isNotNull();
  }

  @Test
  void exposesAMethodOfAGenericBaseOnceWhenItIsOverridden() {
    HubMethodTable table = HubMethodTable.of(StringHub.class);

    assertThat(table.methods())
        .extracting(HubMethod::toString)
        .containsExactly(
            StringHub.class.getName() + ".fetch()", StringHub.class.getName() + ".send(String)");
  }

  @Test
  void refusesOverloads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(OverloadedHub.class))
        .withMessageStartingWith("Duplicate definitions of 'send'. Overloading is not supported.")
        .withMessageContaining("Hub " + OverloadedHub.class.getName() + " has ")
        .withMessageContaining(OverloadedHub.class.getName() + ".send(String)")
        .withMessageContaining(OverloadedHub.class.getName() + ".send(String, int)");
  }

  @Test
  void refusesOverloadsOfABaseAndByRenaming() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(OverloadingSubHub.class))
        .withMessageContaining(SubHub.class.getName() + ".ofSub()")
        .withMessageContaining(OverloadingSubHub.class.getName() + ".ofSub(int)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(RenamedToTheSameHub.class))
        .withMessageContaining("Overloading is not supported");
  }

  @Test
  void refusesNamesThatDifferInCaseOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(TwoCasesHub.class))
        .withMessageContaining("Overloading is not supported");
  }

  @Test
  void acceptsOverloadsOfWhichOneIsExposed() {
    assertThat(namesOf(HiddenOverloadHub.class)).containsExactly("send");
  }

  @Test
  void exposesMethodsThatLookLikeAccessorsInJava() {
    assertThat(namesOf(JavaBeanHub.class)).containsExactly("getTitle", "setTitle");
  }

  static class ReservedHub extends Hub {
    public static void ofClass() {}

    protected void forSubclasses() {}

    void forThePackage() {}

    @SuppressWarnings("UnusedMethod")
    private void forItself() {}
  }

  static class LifecycleHub extends Hub implements AutoCloseable {
    @Override
    public void onConnected() {}

    @Override
    public void onDisconnected(@Nullable Throwable cause) {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return "a hub";
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this;
    }

    public void onConnected(String isAnother) {}

    public void close(String isAnother) {}
  }

  static class CallHub extends Hub {
    public void call() {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Inject {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Autowired {}

  static class InjectedHub extends Hub {
    @HubIgnore
    public void ignored() {}

    @Inject
    public void setByInject(String dependency) {}

    @Autowired
    public void setByAutowired(String dependency) {}
  }

  static class HidingHub extends Hub {
    @HubIgnore
    public void hidden() {}

    @Inject
    public void setDependency(String dependency) {}

    @HubMethodName("renamed")
    public void original() {}
  }

  static class OverridingHub extends HidingHub {
    @Override
    public void hidden() {}

    @Override
    public void setDependency(String dependency) {}

    @Override
    public void original() {}
  }

  static class RenamedHub extends Hub {
    @HubMethodName("renamed")
    public void originalName() {}
  }

  static class InitHub extends Hub {
    public void init() {}
  }

  static class GenericHub<T> extends Hub {
    public void send(T value) {}

    public @Nullable Object fetch() {
      return null;
    }
  }

  static class StringHub extends GenericHub<String> {
    @Override
    public void send(String value) {}

    @Override
    public String fetch() {
      return "covariant";
    }
  }

  static class OverloadedHub extends Hub {
    public void send(String text) {}

    public void send(String text, int times) {}
  }

  static class OverloadingSubHub extends SubHub {
    public void ofSub(int more) {}
  }

  static class RenamedToTheSameHub extends Hub {
    public void send(String text) {}

    @HubMethodName("Send")
    public void sendTwice(String text) {}
  }

  static class TwoCasesHub extends Hub {
    public void send(String text) {}

    public void Send(String text) {}
  }

  static class HiddenOverloadHub extends Hub {
    public void send(String text) {}

    @HubIgnore
    public void send(String text, int times) {}
  }

  static class JavaBeanHub extends Hub {
    private String title = "";

    public String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }
  }
}
