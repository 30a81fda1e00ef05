package dev.nave.benchmarks.attack;

import dev.nave.benchmarks.compare.ServerKind;
import dev.nave.benchmarks.compare.ServerPrograms;
import java.util.List;

/**
 * What to measure.
 *
 * @param servers the servers, one after the other in each round
 * @param attacks what hostile connections do
 * @param honest the number of honest clients
 * @param hostile the number of hostile connections
 * @param rounds how often a quiet time and an attack follow each other
 * @param seconds how long each of both takes
 * @param programs what runs the servers
 */
public record AttackPlan(
    List<ServerKind> servers,
    List<Attack> attacks,
    int honest,
    int hostile,
    int rounds,
    int seconds,
    ServerPrograms programs) {}
