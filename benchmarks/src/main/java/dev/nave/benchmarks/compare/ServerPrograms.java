package dev.nave.benchmarks.compare;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs that take part in a comparison.
 *
 * @param java the JVM's program, which runs our own servers
 * @param transport how they reach the network: auto, nio, epoll or io_uring
 * @param reference the script that starts the reference server
 * @param conformance the jar of the conformance server, for servers in servlet containers
 * @param redis the connection string of a Redis that runs already, as StackExchange.Redis has it;
 *     without it one is started where servers need it
 * @param baseline the class path of another build of this project: its benchmarks jar
 */
public record ServerPrograms(
    String java,
    String transport,
    Path reference,
    Path conformance,
    Optional<String> redis,
    Optional<String> baseline) {}
