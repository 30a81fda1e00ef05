package dev.nave.transport.servlet;

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
    packages = "dev.nave.transport.servlet",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyInternalClassesUseWebSockets =
      noClasses()
          .that()
          .resideInAPackage("dev.nave.transport.servlet")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.websocket..");

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
                          "are not HttpRequest, HubUser, HubServer, TransferFormat, declared options, the transport package or our own",
                          ArchitectureTest::isForeign)));

  @ArchTest
  static final ArchRule nothingElseIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "jakarta.servlet..",
                  "dev.nave..",
                  "jakarta.websocket..",
                  "org.slf4j..",
                  "org.jspecify.."));

  private static boolean isForeign(JavaClass used) {
    String name = used.getBaseComponentType().getName();
    return !name.startsWith("dev.nave.transport.servlet.")
        && !name.startsWith("dev.nave.hub.transport.")
        && !name.startsWith("dev.nave.backplane.options.")
        && !name.startsWith("dev.nave.hub.HttpRequest")
        && !name.equals("dev.nave.hub.HubUser")
        && !name.equals("dev.nave.hub.HubServer")
        && !name.equals("dev.nave.hub.protocol.TransferFormat");
  }
}
