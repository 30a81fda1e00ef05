package dev.nave.backplane.redis;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.nave.backplane.redis.internal.lettuce.LibraryVersions;
import dev.nave.backplane.redis.internal.node.BackplaneNode;

@AnalyzeClasses(
    packages = "dev.nave.backplane.redis",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String API = "dev.nave.backplane.redis";
  private static final String LETTUCE_API = "dev.nave.backplane.redis.lettuce";

  @ArchTest
  static final ArchRule theApiUsesNeitherLettuceNorNetty =
      noClasses()
          .that()
          .resideInAPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..");

  @ArchTest
  static final ArchRule onlyTheLettucePackageShowsLettuce =
      codeUnits()
          .that(areVisibleOutside())
          .should(
              new ArchCondition<JavaCodeUnit>("have no Lettuce or Netty types in signatures") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                  unit.getAllInvolvedRawTypes().stream()
                      .filter(ArchitectureTest::isForeign)
                      .forEach(
                          type ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      unit, unit.getFullName() + " shows " + type.getName())));
                }
              });

  @ArchTest
  static final ArchRule noFieldShowsLettuce =
      fields()
          .that(areVisibleOutside())
          .should(
              new ArchCondition<JavaField>("have no Lettuce or Netty types") {
                @Override
                public void check(JavaField field, ConditionEvents events) {
                  if (isForeign(field.getRawType())) {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName()));
                  }
                }
              });

  @ArchTest
  static final ArchRule theHookDependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage(LETTUCE_API)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(API, API + ".internal..");

  @ArchTest
  static final ArchRule nothingElseIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "dev.nave.backplane",
              "dev.nave.backplane.directory",
              "dev.nave.backplane.options",
              "dev.nave.backplane.redis..",
              "io.lettuce.core..",
              "io.netty..",
              "reactor..",
              "org.slf4j..",
              "org.jspecify..",
              "com.google.errorprone.annotations..");

  /** The entry point makes the engine, which knows the options: the one edge that goes up. */
  @ArchTest
  static final ArchRule packagesHaveNoCycle =
      slices()
          .assignedFrom(byPackage())
          .should()
          .beFreeOfCycles()
          .ignoreDependency(RedisBackplane.class, BackplaneNode.class)
          .ignoreDependency(RedisBackplane.class, LibraryVersions.class);

  @ArchTest
  static final ArchRule theApiKnowsTheEngineByItsEntryPointAlone =
      noClasses()
          .that()
          .resideInAPackage(API)
          .and()
          .doNotHaveFullyQualifiedName(RedisBackplane.class.getName())
          .should()
          .dependOnClassesThat(
              resideInAPackage(API + ".internal..")
                  .and(not(resideInAPackage(API + ".internal.config"))));

  /** The grammars know the declarations of options as data, not what they are for. */
  @ArchTest
  static final ArchRule theGrammarsKnowNothingOfTheEngine =
      noClasses()
          .that()
          .resideInAPackage(API + ".internal.config")
          .should()
          .dependOnClassesThat(
              resideInAPackage(API + "..")
                  .and(not(resideInAPackage(API + ".internal.config")))
                  .or(resideInAnyPackage("io.lettuce..", "io.netty..")));

  private static SliceAssignment byPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return type.getPackageName().startsWith(API)
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }

  private static <T extends JavaMember> DescribedPredicate<T> areVisibleOutside() {
    return new DescribedPredicate<>("are visible outside") {
      @Override
      public boolean test(T member) {
        return isVisible(member.getOwner()) && isVisible(member.getModifiers());
      }
    };
  }

  private static boolean isVisible(java.util.Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** Internal classes are public only for each other. */
  private static boolean isVisible(JavaClass type) {
    return type.getPackageName().equals(API) && isVisible(type.getModifiers());
  }

  private static boolean isForeign(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith("io.lettuce") || name.startsWith("io.netty");
  }
}
