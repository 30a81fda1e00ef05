package dev.nave.hub.internal.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nave.hub.Hub;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which methods of a hub that is written in Kotlin clients can call. */
class KotlinHubMethodsTest extends HubMethodTableFixture {
  @Test
  void exposesNoKotlinPropertyAccessors() {
    assertThat(namesOf(KotlinHub.class)).containsExactly("getAway", "issue", "setAside");
  }

  @Test
  void refusesSuspendingFunctions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubMethodTable.of(SuspendingHub.class))
        .withMessageContaining(
            "send(String, Continuation) is a suspending function; add the module hub-kotlin");
  }

  @Test
  void readsTheAccessorsOfKotlinFromTheMetadata() {
    assertThat(namesOf(KotlinPropertiesHub.class))
        .containsExactly("getAway", "getTotal", "isFine", "issue", "send", "setAside");
    assertThat(HubMethodTable.of(KotlinPropertiesHub.class).find("getTotal"))
        .hasToString(KotlinPropertiesHub.class.getName() + ".getTotal(int)");
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

  @kotlin.Metadata
  static class SuspendingHub extends Hub {
    public @Nullable Object send(String text, kotlin.coroutines.Continuation rest) {
      return null;
    }
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
