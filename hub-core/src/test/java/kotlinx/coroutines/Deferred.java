package kotlinx.coroutines;

/** Stands for the interface of that name in Kotlin's coroutines. */
public interface Deferred<T> extends Job {}
