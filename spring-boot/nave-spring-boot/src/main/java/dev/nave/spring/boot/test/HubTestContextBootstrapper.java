package dev.nave.spring.boot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/** Reads the properties of a {@link HubTest}. */
final class HubTestContextBootstrapper extends TestSliceTestContextBootstrapper<HubTest> {}
