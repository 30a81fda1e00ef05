package dev.nave.transport.websocket;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.transport.websocket",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyInternalClassesUseNetty =
      noClasses()
          .that()
          .resideInAPackage("dev.nave.transport.websocket")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.nave.transport.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule hubCoreIsUsedThroughItsTransportPackageOnly =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.nave..")
                  .and(
                      describe(
                          "are not HttpRequest, TransferFormat, declared options, the transport package or our own",
                          ArchitectureTest::isForeign)));

  @ArchTest
  static final ArchRule nothingElseIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.net.ssl..",
                  "dev.nave..",
                  "io.netty..",
                  "org.slf4j..",
                  "org.jspecify.."));

  private static boolean isForeign(JavaClass used) {
    String name = used.getBaseComponentType().getName();
    return !name.startsWith("dev.nave.transport.websocket.")
        && !name.startsWith("dev.nave.hub.transport.")
        && !name.startsWith("dev.nave.backplane.options.")
        && !name.startsWith("dev.nave.hub.HttpRequest")
        && !name.equals("dev.nave.hub.protocol.TransferFormat");
  }
}
