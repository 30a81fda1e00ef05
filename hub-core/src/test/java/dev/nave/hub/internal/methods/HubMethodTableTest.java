package dev.nave.hub.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.Hub;
import dev.nave.hub.HubIgnore;
import dev.nave.hub.HubMethodName;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HubMethodTableTest {
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
  void exposesNoKotlinPropertyAccessors() {
    assertThat(namesOf(KotlinHub.class)).containsExactly("getAway", "issue", "setAside");
  }

  @Test
  void exposesMethodsThatLookLikeAccessorsInJava() {
    assertThat(namesOf(JavaBeanHub.class)).containsExactly("getTitle", "setTitle");
  }

  @Test
  void refusesSuspendingFunctions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(SuspendingHub.class))
        .withMessageContaining("send(String, Continuation) is a suspending function");
  }

  @Test
  void readsTheAccessorsOfKotlinFromTheMetadata() {
    assertThat(namesOf(KotlinPropertiesHub.class))
        .containsExactly("getAway", "getTotal", "isFine", "issue", "send", "setAside");
    assertThat(HubMethodTable.of(KotlinPropertiesHub.class).find("getTotal"))
        .hasToString(KotlinPropertiesHub.class.getName() + ".getTotal(int)");
  }

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

  private static List<String> namesOf(Class<? extends Hub> hub) {
    return HubMethodTable.of(hub).methods().stream().map(HubMethod::name).toList();
  }

  abstract static class BaseHub extends Hub {
    public void ofBase() {}
  }

  static class SubHub extends BaseHub {
    public void ofSub() {}
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

  /** As the compiler of Kotlin makes it of {@code var title}, {@code val isOpen} and so on. */
  @kotlin.Metadata
  static class KotlinHub extends Hub {
    private String title = "";
    private boolean isOpen = true;
    private String URL = "";

    @SuppressWarnings({"UnusedVariable", "MemberName"})
    private final Object lazily$delegate = new Object();

    @SuppressWarnings("UnusedVariable")
    private final int away = 1;

    public String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }

    public boolean isOpen() {
      return isOpen;
    }

    public void setOpen(boolean open) {
      isOpen = open;
    }

    public String getURL() {
      return URL;
    }

    public void setURL(String value) {
      URL = value;
    }

    public int getLazily() {
      return 1;
    }

    public void internalFunction$module() {}

    /** A function: its property would be an int. */
    public String getAway() {
      return "";
    }

    /** A function: there is no such property. */
    public void setAside(String what) {}

    /** A function: there is no such property. */
    public boolean issue() {
      return true;
    }
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

  @kotlin.Metadata
  static class SuspendingHub extends Hub {
    public @Nullable Object send(String text, kotlin.coroutines.Continuation rest) {
      return null;
    }
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

  /**
   * As the compiler of Kotlin (2.1.0) makes it of a class with the properties {@code title}, {@code
   * isOpen}, {@code URL}, {@code lazily}, and those without a field {@code total}, {@code isEmpty},
   * {@code both}, {@code renamed} (its accessor is {@code readIt}), {@code inner}, and {@code ext}
   * of a string; and with the functions {@code getAway}, {@code setAside}, {@code issue}, {@code
   * isFine}, {@code send}, {@code secret} and {@code getTotal(Int)}.
   */
  @kotlin.Metadata(
      d1 = {
        "\u0000,\n"
            + "\u0002\u0018\u0002\n"
            + "\u0002\u0010\u0000\n"
            + "\u0002\b\u0003\n"
            + "\u0002\u0010\u000e\n"
            + "\u0002\b\u0005\n"
            + "\u0002\u0010\u000b\n"
            + "\u0002\b\t\n"
            + "\u0002\u0010\b\n"
            + "\u0002\b\u0016\n"
            + "\u0002\u0010\u0002\n"
            + "\u0002\b\u0004\u0018\u00002\u00020\u0001B\u0007\u00a2\u0006\u0004\b\u0002\u0010"
            + "\u0003J\u0006\u0010&\u001a\u00020\u0005J\u000e\u0010'\u001a\u00020\u00052\u0006\u0010"
            + "(\u001a\u00020\u0015J\u0006\u0010)\u001a\u00020\u0015J\u0006\u0010*\u001a\u00020\u000bJ\u000e\u0010+\u001a\u00020,2\u0006\u0010-\u001a\u00020\u0005J\r"
            + "\u0010"
            + ".\u001a\u00020,H\u0000\u00a2\u0006\u0002\b/J\u000e\u0010\u0016\u001a\u00020\u0015"
            + "2\u0006\u00100\u001a\u00020\u0015R\u001a\u0010\u0004\u001a\u00020\u0005X\u0086\u000e\u00a2\u0006\u000e\n"
            + "\u0000\u001a\u0004\b\u0006\u0010\u0007\"\u0004\b\b\u0010\tR\u0014\u0010\n"
            + "\u001a\u00020\u000bX\u0086D\u00a2\u0006\b\n"
            + "\u0000\u001a\u0004\b\n"
            + "\u0010\fR\u001a\u0010\r"
            + "\u001a\u00020\u0005X\u0086\u000e\u00a2\u0006\u000e\n"
            + "\u0000\u001a\u0004\b\u000e\u0010\u0007\"\u0004\b\u000f\u0010"
            + "\tR\u001b\u0010\u0010\u001a\u00020\u00058FX\u0086\u0084\u0002\u00a2\u0006\f\n"
            + "\u0004\b\u0012\u0010\u0013\u001a\u0004\b\u0011\u0010\u0007R\u0011\u0010\u0014\u001a"
            + "\u00020\u00158F\u00a2\u0006\u0006\u001a\u0004\b\u0016\u0010\u0017R\u0011\u0010\u0018\u001a\u0002"
            + "0\u000b8F\u00a2\u0006\u0006\u001a\u0004\b\u0018\u0010\fR$\u0010\u001a\u001a\u00020"
            + "\u00052\u0006\u0010\u0019\u001a\u00020\u00058F@FX\u0086\u000e\u00a2\u0006\f\u001a\u0004\b\u001b\u0010\u0007\"\u0004\b\u001c\u0010"
            + "\tR\u0011\u0010\u001d\u001a\u00020\u00158"
            + "G\u00a2\u0006\u0006\u001a\u0004\b\u001e\u0010\u0017R\u0014\u0010\u001f\u001a\u00020\u00158BX\u0082\u0004\u00a2\u0006\u0006\u001a\u0004\b"
            + " \u0010\u0017R\u0014\u0010!\u001a\u00020\u0015"
            + "8@X\u0080\u0004\u00a2\u0006\u0006\u001a\u0004\b\"\u0010\u0017R\u0015\u0010#\u001a\u0002"
            + "0\u0015*\u00020\u00058F\u00a2\u0006\u0006\u001a\u0004\b$\u0010%"
      },
      d2 = {
        "Lapp/PropsHub;",
        "",
        "<init>",
        "()V",
        "title",
        "",
        "getTitle",
        "()Ljava/lang/String;",
        "setTitle",
        "(Ljava/lang/String;)V",
        "isOpen",
        "",
        "()Z",
        "URL",
        "getURL",
        "setURL",
        "lazily",
        "getLazily",
        "lazily$delegate",
        "Lkotlin/Lazy;",
        "total",
        "",
        "getTotal",
        "()I",
        "isEmpty",
        "value",
        "both",
        "getBoth",
        "setBoth",
        "renamed",
        "readIt",
        "hidden",
        "getHidden",
        "inner",
        "getInner$main",
        "ext",
        "getExt",
        "(Ljava/lang/String;)I",
        "getAway",
        "setAside",
        "v",
        "issue",
        "isFine",
        "send",
        "",
        "text",
        "secret",
        "secret$main",
        "x"
      })
  @SuppressWarnings({"MemberName", "UnusedVariable"})
  static class KotlinPropertiesHub extends Hub {
    private String title = "";
    private final boolean isOpen = true;
    private String URL = "";
    private final Object lazily$delegate = new Object();

    public final String getTitle() {
      return title;
    }

    public final void setTitle(String value) {
      title = value;
    }

    public final boolean isOpen() {
      return isOpen;
    }

    public final String getURL() {
      return URL;
    }

    public final void setURL(String value) {
      URL = value;
    }

    public final String getLazily() {
      return "x";
    }

    public final int getTotal() {
      return 3;
    }

    public final boolean isEmpty() {
      return true;
    }

    public final String getBoth() {
      return "b";
    }

    public final void setBoth(String value) {
      title = value;
    }

    public final int readIt() {
      return 4;
    }

    public final int getInner$main() {
      return 6;
    }

    public final int getExt(String of) {
      return of.length();
    }

    public final String getAway() {
      return "away";
    }

    public final String setAside(int v) {
      return "aside";
    }

    public final int issue() {
      return 1;
    }

    public final boolean isFine() {
      return true;
    }

    public final void send(String text) {}

    public final void secret$main() {}

    public final int getTotal(int x) {
      return x;
    }
  }
}
