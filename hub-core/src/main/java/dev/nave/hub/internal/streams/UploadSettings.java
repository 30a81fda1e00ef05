package dev.nave.hub.internal.streams;

/**
 * What the uploads of one hub have in common.
 *
 * @param capacity how many items of an upload may wait outside of the backlog
 * @param maxValues how many values an item may have, at all depths
 * @param detailedErrors whether a method gets the reason why an item does not fit
 */
public record UploadSettings(int capacity, int maxValues, boolean detailedErrors) {}
