package dev.nave.samples.orders;

/** What an item costs now. */
public record Price(String item, int cents) {}
