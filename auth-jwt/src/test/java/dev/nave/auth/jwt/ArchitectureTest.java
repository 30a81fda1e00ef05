package dev.nave.auth.jwt;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.nave.auth.jwt",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String LIBRARY = "com.nimbusds..";

  @ArchTest
  static final ArchRule applicationsDoNotMeetTheLibrary =
      codeUnits()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAPackage(LIBRARY))
          .andShould()
          .notHaveRawParameterTypes(anyElementThat(resideInAPackage(LIBRARY)));

  @ArchTest
  static final ArchRule hubCoreIsUsedThroughItsApiOnly =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.crypto..",
              "dev.nave.auth.jwt",
              "dev.nave.hub",
              LIBRARY,
              "org.jspecify..",
              "com.google.errorprone.annotations..");
}
