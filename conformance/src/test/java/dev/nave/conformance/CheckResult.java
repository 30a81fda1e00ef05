package dev.nave.conformance;

/**
 * How one check ended that a program outside this one has played.
 *
 * @param detail what the program printed about it
 */
record CheckResult(String title, boolean passed, String detail) {}
