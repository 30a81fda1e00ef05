package dev.nave.backplane.directory;

/**
 * How much a space holds.
 *
 * @param keys how many keys have members
 * @param members how many members these have, all together
 */
public record SpaceCount(long keys, long members) {}
